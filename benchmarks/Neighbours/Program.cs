// What a connection sees while another one keeps the server busy with commands over a million elements.
// Usage: dotnet run -c Release --project benchmarks/Neighbours -- PORT [NAME]     (any server that speaks RESP; its data is deleted)
// PINGs leave every 2 ms whether or not the last one was late; only those that were under way together with the command count.
using System.Diagnostics;
using System.Globalization;
using System.Text;
using AkkaCache.Neighbours;

const int Elements = 1_000_000;
const int BatchSize = 1000;
const int Repeats = 15;

if (args.Length is < 1 or > 2 || !int.TryParse(args[0], out var port))
{
    Console.Error.WriteLine("usage: PORT [NAME]");
    return 2;
}
var name = args.Length > 1 ? args[1] : $"port {port}";

using var busy = new Connection(port);
busy.Run("FLUSHALL");
Fill(busy, i => $"ZADD board {i * 7919L % 1_000_003} player:{i:D12}");
Measure("ZRANGE board 0 -1", Repeats, prepare: null);
busy.Run("FLUSHALL");
Fill(busy, i => $"SET key:{i:D12} value");
Measure("KEYS *", Repeats, prepare: null);
Measure("FLUSHALL", 5, prepare: () => Fill(busy, i => $"SET key:{i:D12} value"));
return 0;

void Fill(Connection connection, Func<int, string> command)
{
    var batch = new StringBuilder();
    for (var i = 0; i < Elements; i++)
    {
        batch.Append(command(i)).Append("\r\n");
        if ((i + 1) % BatchSize != 0) continue;
        connection.Run(batch.ToString(0, batch.Length - 2));
        batch.Clear();
    }
}

void Measure(string command, int repeats, Action? prepare)
{
    var late = new List<double>();
    var took = new List<double>();
    for (var i = 0; i < repeats; i++)
    {
        prepare?.Invoke();
        using var pinger = new Pinger(port);
        // Some pings before and after, to be sure that those in between were not the first ones.
        Thread.Sleep(20);
        var start = Stopwatch.GetTimestamp();
        busy.Run(command);
        var end = Stopwatch.GetTimestamp();
        Thread.Sleep(20);
        took.Add(Stopwatch.GetElapsedTime(start, end).TotalMilliseconds);
        late.AddRange(pinger.Stop().Where(ping => ping.Due < end && ping.Answered > start).Select(ping => Stopwatch.GetElapsedTime(ping.Due, ping.Answered).TotalMilliseconds));
    }
    late.Sort();
    took.Sort();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"| {name} | {command} | {took[took.Count / 2]:F0} ms | {late.Count} | {At(late, 0.5):F2} ms | {At(late, 0.99):F2} ms | {late[^1]:F2} ms |"));
}

static double At(List<double> sorted, double part) => sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * part))];
