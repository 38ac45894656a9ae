// Links between two processes on loopback: round trips of small messages, and bytes per second of bulk.
// Usage: dotnet run -c Release --project benchmarks/Peers -- [SECONDS [DEPTH|bulk=BYTES]]     (the other process is started and ended by this one)
using System.Diagnostics;
using System.Globalization;
using AkkaCache.Peers.Benchmarks;

if (Environment.GetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS") is null) Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
if (args is ["echo"])
{
    await EchoProcess.RunAsync();
    return 0;
}
if (args.Length > 2)
{
    Console.Error.WriteLine("usage: [SECONDS [DEPTH|bulk=BYTES]]");
    return 2;
}
var duration = TimeSpan.FromSeconds(args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5);

await using var echo = EchoProcess.Start();
var inbox = new CountingInbox();
using var node = new BenchmarkNode(inbox);
inbox.Sender = node.Links;
node.Links.RoomAgain += inbox.RoomCame;
var peer = echo.ReadId();

var first = Stopwatch.GetTimestamp();
inbox.PingPong(peer, depth: 1, messageBytes: 64, TimeSpan.Zero);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"first message {Stopwatch.GetElapsedTime(first).TotalMilliseconds:F0} ms"));
inbox.PingPong(peer, depth: 50, messageBytes: 64, duration / 2);
const string BulkOnly = "bulk=";
int[] depths = args.Length <= 1 ? [1, 8, 50, 500] : args[1].StartsWith(BulkOnly, StringComparison.Ordinal) ? [] : [int.Parse(args[1], CultureInfo.InvariantCulture)];
int[] bulks = args.Length <= 1 ? [64, 1024, 16 * 1024, 60_000, 1024 * 1024] : depths.Length > 0 ? [] : [int.Parse(args[1][BulkOnly.Length..], CultureInfo.InvariantCulture)];
foreach (var depth in depths)
{
    var cpu = Process.GetCurrentProcess().TotalProcessorTime;
    var result = inbox.PingPong(peer, depth, messageBytes: 64, duration);
    var cpuMicros = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMicroseconds / (result.PerSecond * duration.TotalSeconds);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"64 B, {depth} outstanding: {result.PerSecond:F0} round trips/s; p50 {result.MedianMicroseconds:F0} us, p99 {result.NinetyNineMicroseconds:F0} us; {cpuMicros:F1} us of processor each on this side"));
}
foreach (var bytes in bulks)
{
    var cpu = Process.GetCurrentProcess().TotalProcessorTime;
    var perSecond = inbox.Bulk(peer, bytes, duration);
    var cpuMillis = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMilliseconds / (perSecond * duration.TotalSeconds / 1e6);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"bulk of {bytes} B: {perSecond / 1e6:F0} MB/s, {perSecond / bytes:F0} messages/s; {cpuMillis:F2} ms of processor for each MB on this side"));
}
return 0;
