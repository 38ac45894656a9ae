using System.Globalization;
using AkkaCache.Client;
using AkkaCache.Client.Benchmarks;
using AkkaCache.Testing;
using StackExchange.Redis;

// 32-byte GET and SET in turn over 10 000 keys, at so many in flight: this client and a daemon beside StackExchange.Redis and redis-server, in turns, in one run.
// Arguments: seconds of each measurement (3), rounds (3), frames under way (default of the client).
// Or: near, rounds (3): hits of the near cache.
// Or: embedded, rounds (3): a cache and a node in the process.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["near", ..])
{
    await NearBench.RunAsync(args.Length > 1 ? int.Parse(args[1]) : 3);
    return;
}
if (args is ["embedded", ..])
{
    await EmbeddedBench.RunAsync(args.Length > 1 ? int.Parse(args[1]) : 3);
    return;
}
var seconds = args.Length > 0 ? double.Parse(args[0]) : 3;
var rounds = args.Length > 1 ? int.Parse(args[1]) : 3;
var value = new byte[32];
var keys = Enumerable.Range(0, 10_000).Select(i => $"key:{i:00000}").ToArray();

await using var daemon = await DaemonProcess.StartAsync("--client-port", "0");
using var redis = RedisProcess.Start();
var options = new CacheClientOptions { Nodes = [daemon.Client.ToString()] };
if (args.Length > 2) options = options with { FramesUnderWay = int.Parse(args[2]) };
await using var client = await CacheClient.ConnectAsync(options);
await using var multiplexer = await ConnectionMultiplexer.ConnectAsync(redis.EndPoint.ToString());
var database = multiplexer.GetDatabase();
var redisKeys = keys.Select(key => (RedisKey)key).ToArray();
foreach (var key in keys) await client.SetAsync(key, value);
foreach (var key in redisKeys) await database.StringSetAsync(key, value);

Func<int, Task> ours = async i =>
{
    if ((i & 1) == 0) await client.GetAsync(keys[i % keys.Length]).ConfigureAwait(false);
    else await client.SetAsync(keys[i % keys.Length], value).ConfigureAwait(false);
};
Func<int, Task> theirs = async i =>
{
    if ((i & 1) == 0) await database.StringGetAsync(redisKeys[i % keys.Length]).ConfigureAwait(false);
    else await database.StringSetAsync(redisKeys[i % keys.Length], value).ConfigureAwait(false);
};

foreach (var inFlight in (int[])[1, 50, 500])
{
    await Load.RunAsync(ours, inFlight, TimeSpan.FromSeconds(1));
    await Load.RunAsync(theirs, inFlight, TimeSpan.FromSeconds(1));
    var (a, b) = (new List<LoadResult>(), new List<LoadResult>());
    for (var round = 0; round < rounds; round++)
    {
        a.Add(await Load.RunAsync(ours, inFlight, TimeSpan.FromSeconds(seconds)));
        b.Add(await Load.RunAsync(theirs, inFlight, TimeSpan.FromSeconds(seconds)));
    }
    var (best, other) = (a.OrderBy(result => result.PerSecond).ElementAt(rounds / 2), b.OrderBy(result => result.PerSecond).ElementAt(rounds / 2));
    Console.WriteLine($"{inFlight,4} in flight   akkacache {best}   redis {other}   ratio {best.PerSecond / other.PerSecond:0.00}");
}
