using AkkaCache.Client;
using AkkaCache.Examples;

await using var cluster = await LocalCluster.StartAsync(args, nodes: 1);
await using var cache = await CacheClient.ConnectAsync(cluster.ClientOptions);

// What an earlier run may have left, were it interrupted.
await Scenarios.DeleteAllAsync(cache);

await Scenarios.FirstScoresAsync(cache);
await Scenarios.BestScoreOnlyAsync(cache);
await Scenarios.RankAndNeighboursAsync(cache);
await Scenarios.TopTenAsync(cache);
await Scenarios.WeeklyBoardAsync(cache);
await Scenarios.TiesAsync(cache);
await Scenarios.ScoreBandsAsync(cache);
await Scenarios.SeasonsAsync(cache);
await Scenarios.CheaterAsync(cache);
await Scenarios.GuildAsync(cache);

await Scenarios.DeleteAllAsync(cache);
