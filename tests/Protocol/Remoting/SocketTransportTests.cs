using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using AkkaCache.Protocol.Remoting;

namespace AkkaCache.Protocol.Tests.Remoting;

/// <summary>Frames between two closed systems over sockets of our own.</summary>
public sealed class SocketTransportTests : IAsyncLifetime
{
    private const int FrameBytes = 60_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<ActorSystem> _systems = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var system in _systems) await system.Terminate();
    }

    [Fact]
    public async Task Frame_is_answered()
    {
        var node = Start(ClosedSystemSettings.NodeSystem, "127.0.0.1");
        FrameInlet.Open(node, FrameInlet.OfNode, (frame, sender) => sender.Tell(new ClientEnvelope([.. frame, 1])));
        var answered = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        var (client, inlet) = Client((frame, _) => answered.TrySetResult(frame));
        DoorOf(client, node).Tell(new ClientEnvelope([7]), inlet);
        Assert.Equal([7, 1], await answered.Task.WaitAsync(Patience));
    }

    /// <summary>
    /// Each frame that comes is answered by the next two on the thread that read it, in both directions, until buffers are full at both ends: whoever waited there to send would wait for one that
    /// waits for him. None is lost and none overtakes.
    /// </summary>
    [Fact]
    public async Task Both_ends_send_more_than_is_taken_and_everything_comes_in_order()
    {
        const int frames = 1_000;
        var node = Start(ClosedSystemSettings.NodeSystem, "127.0.0.1");
        var (atNode, atClient) = (new Flood(frames), new Flood(frames));
        FrameInlet.Open(node, FrameInlet.OfNode, (frame, sender) => atNode.Take(frame, sender));
        var (client, inlet) = Client((frame, sender) => atClient.Take(frame, sender));
        atNode.Self = FrameInlet.Open(node, "answers", (frame, sender) => atNode.Take(frame, sender));
        atClient.Self = inlet;
        var door = DoorOf(client, node);
        atClient.Send(door, 10);
        await Task.WhenAll(atNode.All, atClient.All).WaitAsync(Patience);
        Assert.Equal((null, null), (atNode.Fault, atClient.Fault));
    }

    /// <summary>More than have threads of their own.</summary>
    [Fact]
    public async Task Many_clients_are_answered()
    {
        const int connections = 100;
        var node = Start(ClosedSystemSettings.NodeSystem, "127.0.0.1");
        var port = ClosedSystem.AddressOf(node).Port!.Value;
        var sockets = new List<Socket>();
        for (var i = 0; i < connections; i++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, port);
            sockets.Add(socket);
        }
        FrameInlet.Open(node, FrameInlet.OfNode, (frame, sender) => sender.Tell(new ClientEnvelope(frame)));
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (client, inlet) = Client((_, _) => answered.TrySetResult());
        DoorOf(client, node).Tell(new ClientEnvelope([7]), inlet);
        await answered.Task.WaitAsync(Patience);
        foreach (var socket in sockets) socket.Dispose();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(128_001)]
    [InlineData(int.MaxValue)]
    public async Task Length_that_no_frame_has_ends_the_connection(int length)
    {
        var node = Start(ClosedSystemSettings.NodeSystem, "127.0.0.1");
        using var socket = await ConnectAsync(node);
        var head = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(head, length);
        await socket.SendAsync(head);
        Assert.Equal(0, await socket.ReceiveAsync(new byte[1]).WaitAsync(Patience));
    }

    [Fact]
    public async Task Who_says_nothing_is_sent_away()
    {
        var node = Start(ClosedSystemSettings.NodeSystem, "127.0.0.1", "akka.remote.sockets.patience = 300 ms");
        using var silent = await ConnectAsync(node);
        await silent.SendAsync(new byte[] { 10, 0 });
        Assert.Equal(0, await silent.ReceiveAsync(new byte[1]).WaitAsync(Patience));
    }

    [Fact]
    public async Task Connections_beyond_the_limit_are_closed_at_once()
    {
        var node = Start(ClosedSystemSettings.NodeSystem, "127.0.0.1", "akka.remote.sockets.most-connections = 2");
        using var first = await ConnectAsync(node);
        using var second = await ConnectAsync(node);
        using var third = await ConnectAsync(node);
        Assert.Equal(0, await third.ReceiveAsync(new byte[1]).WaitAsync(Patience));

        // A place that becomes free is given again.
        first.Dispose();
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        FrameInlet.Open(node, FrameInlet.OfNode, (frame, sender) => sender.Tell(new ClientEnvelope(frame)));
        var (client, inlet) = Client((_, _) => answered.TrySetResult());
        var door = DoorOf(client, node);
        while (!answered.Task.IsCompleted)
        {
            door.Tell(new ClientEnvelope([7]), inlet);
            await Task.WhenAny(answered.Task, Task.Delay(100));
        }
    }

    private static async Task<Socket> ConnectAsync(ActorSystem node)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, ClosedSystem.AddressOf(node).Port!.Value);
        return socket;
    }

    private static IActorRef DoorOf(ActorSystem client, ActorSystem node) =>
        ((ExtendedActorSystem)client).Provider.ResolveActorRef(FrameInlet.PathAt(new RootActorPath(ClosedSystem.AddressOf(node)), FrameInlet.OfNode));

    private (ActorSystem System, FrameInlet Inlet) Client(Action<byte[], IActorRef> received)
    {
        var system = Start(ClosedSystemSettings.ClientSystem, Guid.NewGuid().ToString("n") + ClosedSystemSettings.ClientHostSuffix);
        return (system, FrameInlet.Open(system, FrameInlet.OfClient, received));
    }

    private ActorSystem Start(string name, string host, string more = "")
    {
        var system = ClosedSystem.Start(new ClosedSystemSettings { Name = name, Bind = "127.0.0.1", Host = host, Akka = more });
        _systems.Add(system);
        return system;
    }

    /// <summary>One end: counts what comes, and answers each by two more until it has sent all of its own.</summary>
    private sealed class Flood(int frames)
    {
        private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Lock _sending = new();
        private int _sent;
        private int _taken;

        public IActorRef Self { get; set; } = ActorRefs.Nobody;

        public Task All => _all.Task;

        public string? Fault { get; private set; }

        public void Take(byte[] frame, IActorRef sender)
        {
            var number = BinaryPrimitives.ReadInt32LittleEndian(frame);
            if (number != _taken || frame.Length != FrameBytes) Fault ??= $"frame {number} of {frame.Length} bytes came as number {_taken}";
            if (++_taken == frames) _all.TrySetResult();
            Send(sender, 2);
        }

        public void Send(IActorRef to, int count)
        {
            lock (_sending)
            {
                for (; count > 0 && _sent < frames; count--)
                {
                    var frame = new byte[FrameBytes];
                    BinaryPrimitives.WriteInt32LittleEndian(frame, _sent++);
                    to.Tell(new ClientEnvelope(frame), Self);
                }
            }
        }
    }
}
