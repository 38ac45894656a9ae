using System.Globalization;
using AkkaCache.Client.Benchmarks;

// This client and a daemon beside StackExchange.Redis with redis-server and with garnet-server, in turns, in one run.
// Arguments: seconds of each measurement (3), rounds (3), frames under way (default of the client).
// Or: near, rounds (3): hits of the near cache and of HybridCache.
// Or: embedded, rounds (3): a cache and a node in the process.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["near", ..]) await NearBench.RunAsync(Number(1, 3));
else if (args is ["embedded", ..]) await EmbeddedBench.RunAsync(Number(1, 3));
else await ServersBench.RunAsync(TimeSpan.FromSeconds(args.Length > 0 ? double.Parse(args[0]) : 3), Number(1, 3), args.Length > 2 ? int.Parse(args[2]) : null);

int Number(int at, int otherwise) => args.Length > at ? int.Parse(args[at]) : otherwise;
