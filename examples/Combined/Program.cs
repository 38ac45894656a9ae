using AkkaCache.Client;
using AkkaCache.Examples;

await using var cluster = await LocalCluster.StartAsync(args, nodes: 3);

// Two servers of one web application: each has a client of its own, and players come to either.
await using var first = await CacheClient.ConnectAsync(cluster.ClientOptions);
await using var second = await CacheClient.ConnectAsync(cluster.ClientOptions);

await GameServer.DeleteAllAsync(first);
var one = new GameServer(first);
var two = new GameServer(second);

Console.WriteLine("1. Players log in at one server and are known at the other");
var ada = await one.LogInAsync("ada");
var grace = await one.LogInAsync("grace");
Console.WriteLine($"   at the other server: {(await two.FindAsync(ada))?.Player}, {(await two.FindAsync(grace))?.Player}");
Console.WriteLine($"   a token that nobody was given: {(await two.FindAsync("made-up"))?.Player ?? "no session"}");

Console.WriteLine("2. They play at both, on one board");
await one.PlayAsync(ada, 100);
await two.PlayAsync(ada, 150);
await two.PlayAsync(grace, 200);
Console.WriteLine($"   at one: {await one.ShowBoardAsync()}");
Console.WriteLine($"   at the other: {await two.ShowBoardAsync()}");
Console.WriteLine($"   ada's session counts {(await one.FindAsync(ada))?.Games} games, the server's counter {await one.CountGamesAsync()}");

Console.WriteLine("3. Many play at once, and nothing is lost");
await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? one : two).PlayAsync(grace, 1)));
Console.WriteLine($"   grace has {await two.ScoreAsync("grace")} after {(await one.FindAsync(grace))?.Games} games");

Console.WriteLine("4. A session that is used lives on; one that ends takes no score with it");
Console.WriteLine($"   ada's session lives for more than 19 minutes: {await two.TimeLeftAsync(ada) > TimeSpan.FromMinutes(19)}");
await two.LogOutAsync(ada);
Console.WriteLine($"   after logging out: {(await one.FindAsync(ada))?.Player ?? "no session"}");
Console.WriteLine($"   on the board: {await one.ShowBoardAsync()}");

await GameServer.DeleteAllAsync(first);
