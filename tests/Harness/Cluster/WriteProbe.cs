using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using AkkaCache.Testing.Wire;

namespace AkkaCache.Testing.Cluster;

/// <summary>When each partition took a write.</summary>
/// <param name="Partitions">Time from the beginning to the first write that the partition answered.</param>
public sealed record ProbeResult(IReadOnlyList<TimeSpan> Partitions)
{
    /// <summary>When the last of them did.</summary>
    public TimeSpan All => Partitions.Max();
}

/// <summary>Writes one key of every partition through one node, again and again, until each was answered.</summary>
/// <remarks>
/// Several connections, since a command that waits at the node holds up the replies behind it. What is measured is what a client sees:
/// a partition counts from the reply on, and rounds of failed attempts follow each other at <see cref="Until.Pace"/>.
/// </remarks>
public static class WriteProbe
{
    private const int Connections = 8;

    /// <exception cref="TimeoutException">Some partitions answered no write within <paramref name="patience"/>; the message has their last replies.</exception>
    public static async Task<ProbeResult> RunAsync(IPEndPoint node, TimeSpan patience)
    {
        var started = Stopwatch.GetTimestamp();
        var shares = Enumerable.Range(0, PartitionKeys.Partitions).GroupBy(partition => partition % Connections)
            .Select(share => Task.Factory.StartNew(() => Probe(node, [.. share], started, patience), TaskCreationOptions.LongRunning).Unwrap());
        var found = (await Task.WhenAll(shares)).SelectMany(share => share).ToDictionary();
        var open = found.Where(partition => partition.Value.Answered is null).Select(partition => $"{partition.Key} ({partition.Value.Last})").ToList();
        if (open.Count > 0) throw new TimeoutException($"not within {patience.TotalSeconds} s: {open.Count} partitions take no writes through {node}: {string.Join(", ", open.Take(10))}");
        return new ProbeResult([.. found.OrderBy(partition => partition.Key).Select(partition => partition.Value.Answered!.Value)]);
    }

    private static async Task<Dictionary<int, (TimeSpan? Answered, string Last)>> Probe(IPEndPoint node, int[] partitions, long started, TimeSpan patience)
    {
        var found = partitions.ToDictionary(partition => partition, _ => (Answered: (TimeSpan?)null, Last: "never asked"));
        using var pace = new PeriodicTimer(Until.Pace);
        RespConnection? connection = null;
        while (found.Values.Any(state => state.Answered is null) && Stopwatch.GetElapsedTime(started) < patience)
        {
            try
            {
                connection ??= new RespConnection(node, patience);
                Ask(connection, found, started);
            }
            catch (SocketException error)
            {
                foreach (var partition in partitions.Where(partition => found[partition].Answered is null)) found[partition] = (null, error.SocketErrorCode.ToString());
            }
            if (connection is { IsOver: true })
            {
                connection.Dispose();
                connection = null;
            }
            if (found.Values.Any(state => state.Answered is null)) await pace.WaitForNextTickAsync();
        }
        connection?.Dispose();
        return found;
    }

    private static void Ask(RespConnection connection, Dictionary<int, (TimeSpan? Answered, string Last)> found, long started)
    {
        var open = found.Where(state => state.Value.Answered is null).Select(state => state.Key).ToList();
        using var bytes = new MemoryStream();
        foreach (var partition in open) RequestEncoder.WriteArray(bytes, ["SET"u8.ToArray(), Encoding.ASCII.GetBytes(PartitionKeys.KeyIn(partition, "probe")), "1"u8.ToArray()]);
        connection.Send(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        foreach (var partition in open)
        {
            var reply = connection.Read();
            found[partition] = (reply.IsOk ? Stopwatch.GetElapsedTime(started) : null, reply.Shortened());
        }
    }
}
