using System.Net;
using System.Net.Sockets;
using System.Text;
using AkkaCache.Commands.Execution;
using AkkaCache.Node.Doors.Resp;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Replicas;
using AkkaCache.Node.Routing;
using AkkaCache.Node.Routing.Workers;
using AkkaCache.Node.Sessions;
using AkkaCache.Node.Telemetry;
using AkkaCache.Node.Tests.Routing;
using AkkaCache.Protocol.Topology;
using Microsoft.Extensions.Logging.Abstractions;

namespace AkkaCache.Node.Tests.Doors.Resp;

/// <summary>A RESP door on a free loopback port with the small test table behind it.</summary>
internal sealed class DoorFixture : IDisposable
{
    private readonly RespDoor _door;
    private readonly CommandWorkers _workers = new("command worker", CommandWorkers.ForGates, NullLogger.Instance);

    public DoorFixture(RespDoorOptions? options = null, TimeProvider? time = null)
    {
        Partitions = new PartitionTable(new PartitionLayout(16), i => new Partition(i, (ulong)i, 4096));
        foreach (var partition in Partitions.All) partition.Gate.Open();
        var router = new CommandRouter(TestCommands.Table(), Partitions, new FakeRoom());
        var services = new DoorServices(router, _workers, Partitions, Node, Channels, Connections, new DataSettings(), new ErrorCounters(), new PendingFlushes(), time ?? TimeProvider.System);
        _door = new RespDoor((options ?? new RespDoorOptions()) with { Port = 0 }, services, Log);
        _door.Start();
    }

    public PartitionTable Partitions { get; }
    public FakeNode Node { get; } = new();
    public FakeChannels Channels { get; } = new();
    public FakeConnections Connections { get; } = new();
    public RecordingLog<RespDoor> Log { get; } = new();

    public Socket Connect()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 20_000, SendTimeout = 20_000 };
        socket.Connect(IPAddress.Loopback, _door.EndPoint!.Port);
        return socket;
    }

    public void Dispose()
    {
        _door.Dispose();
        _workers.Dispose();
        Partitions.Dispose();
    }
}

internal sealed class FakeChannels : IChannels
{
    private readonly List<IPushTarget> _targets = [];

    /// <summary>All connections so far, oldest first.</summary>
    public IReadOnlyList<IPushTarget> Targets => _targets;

    /// <summary>New connections are subscribed to something.</summary>
    public bool Subscribed { get; set; }

    public ISubscriptions CreateSubscriptions(IPushTarget target)
    {
        lock (_targets) _targets.Add(target);
        return new FakeSubscriptions { Count = Subscribed ? 1 : 0 };
    }
}

internal sealed class FakeConnections : IConnections
{
    private int _count;
    private int _rejected;

    public int MaxConnections { get; set; } = 1000;
    public int IdleTimeoutSeconds { get; set; }
    public int Count => Volatile.Read(ref _count);
    public int RejectedCount => Volatile.Read(ref _rejected);
    public void Add(IConnection connection) => Interlocked.Increment(ref _count);
    public void Remove(IConnection connection) => Interlocked.Decrement(ref _count);
    public void Rejected() => Interlocked.Increment(ref _rejected);
    public void Received(int bytes)
    {
    }
}

internal static class SocketText
{
    public static void SendText(this Socket socket, string text) => socket.SendAll(Encoding.Latin1.GetBytes(text));

    public static void SendAll(this Socket socket, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[socket.Send(bytes)..];
    }

    /// <summary>Receives exactly <paramref name="bytes"/> bytes.</summary>
    public static string ReceiveText(this Socket socket, int bytes)
    {
        var buffer = new byte[bytes];
        var at = 0;
        while (at < bytes)
        {
            var received = socket.Receive(buffer.AsSpan(at));
            if (received == 0) throw new EndOfStreamException($"closed after {at} of {bytes} bytes: {Encoding.Latin1.GetString(buffer, 0, at)}");
            at += received;
        }
        return Encoding.Latin1.GetString(buffer);
    }

    /// <summary>Receives until the peer closes.</summary>
    public static string ReceiveToEnd(this Socket socket)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            for (var n = socket.Receive(buffer); n > 0; n = socket.Receive(buffer)) text.Append(Encoding.Latin1.GetString(buffer, 0, n));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            text.Append("<reset>");
        }
        return text.ToString();
    }
}
