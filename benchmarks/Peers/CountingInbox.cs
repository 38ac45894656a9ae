using System.Diagnostics;
using AkkaCache.Node.Doors.Peers;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Replicas;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Peers.Benchmarks;

/// <summary>The measuring side: keeps so many messages under way, counts what comes back.</summary>
internal sealed class CountingInbox : IPeerInbox
{
    private readonly ManualResetEventSlim _done = new();
    private readonly SemaphoreSlim _room = new(0);
    private readonly List<double> _micros = [];
    private long _until;
    private long _returned;
    private int _outstanding;

    public IPeerSender Sender { get; set; } = null!;

    public (double PerSecond, double MedianMicroseconds, double NinetyNineMicroseconds) PingPong(NodeId peer, int depth, int messageBytes, TimeSpan duration)
    {
        _micros.Clear();
        _done.Reset();
        _returned = 0;
        _outstanding = depth;
        var start = Stopwatch.GetTimestamp();
        _until = start + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        Span<byte> message = stackalloc byte[messageBytes];
        for (var i = 0; i < depth; i++)
        {
            message[0] = EchoInbox.Echo;
            BitConverter.TryWriteBytes(message[1..], Stopwatch.GetTimestamp());
            if (!Sender.TrySend(peer, PeerLane.Control, message)) throw new InvalidOperationException("refused");
        }
        _done.Wait();
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        _micros.Sort();
        return (_returned / seconds, _micros[_micros.Count / 2], _micros[_micros.Count * 99 / 100]);
    }

    /// <summary>Bytes per second, until the peer has consumed all of them.</summary>
    public double Bulk(NodeId peer, int messageBytes, TimeSpan duration)
    {
        _done.Reset();
        var message = new byte[messageBytes];
        message[0] = EchoInbox.Swallow;
        var start = Stopwatch.GetTimestamp();
        long bytes = 0;
        while (Stopwatch.GetElapsedTime(start) < duration)
        {
            if (!Sender.HasRoom(peer, RoomFor.Effects))
            {
                _room.Wait();
                continue;
            }
            if (!Sender.TrySend(peer, PeerLane.Bulk, message)) throw new InvalidOperationException("refused");
            bytes += messageBytes;
        }
        message[0] = EchoInbox.Echo;
        _until = 0;
        _outstanding = 1;
        while (!Sender.TrySend(peer, PeerLane.Bulk, message)) _room.Wait();
        _done.Wait();
        return bytes / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public void RoomCame(NodeId peer, RoomFor what) => _room.Release();

    public void Received(NodeId from, ReadOnlyMemory<byte> message)
    {
        var now = Stopwatch.GetTimestamp();
        _returned++;
        var sent = BitConverter.ToInt64(message.Span[1..]);
        if (_micros.Count < 1_000_000) _micros.Add((now - sent) * 1e6 / Stopwatch.Frequency);
        if (now < _until)
        {
            Span<byte> next = stackalloc byte[message.Length];
            message.Span.CopyTo(next);
            BitConverter.TryWriteBytes(next[1..], now);
            if (!Sender.TrySend(from, PeerLane.Control, next)) throw new InvalidOperationException("refused");
        }
        else if (--_outstanding == 0)
        {
            _done.Set();
        }
    }

    public void LinkReset(NodeId peer) => Console.Error.WriteLine($"reset: {peer}");
}
