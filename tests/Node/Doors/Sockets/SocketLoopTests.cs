using System.Net;
using System.Net.Sockets;
using AkkaCache.Node.Doors.Sockets;
using Microsoft.Extensions.Logging.Abstractions;

namespace AkkaCache.Node.Tests.Doors.Sockets;

public sealed class SocketLoopTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly SocketLoop _loop = new(0, helpers: 1, static () => 0, NullLogger.Instance);

    public void Dispose() => _loop.Dispose();

    [Fact]
    public void Loop_echoes_what_arrives_on_many_sockets()
    {
        var pairs = Enumerable.Range(0, 600).Select(_ => NewEcho()).ToArray();
        for (var round = 0; round < 5; round++)
        {
            foreach (var (client, _) in pairs) client.Send("hello"u8);
            foreach (var (client, _) in pairs) Assert.Equal("hello"u8, ReceiveExactly(client, 5));
        }
        foreach (var (client, _) in pairs) client.Dispose();
        Assert.All(pairs, pair => Assert.True(SpinWait.SpinUntil(() => pair.Echo.Ended, Patience)));
    }

    /// <summary>A socket that ends before its registration has returned gives back its own slot, not another's.</summary>
    [Fact]
    public void Loop_goes_on_serving_one_while_others_come_and_go_at_once()
    {
        var (steady, _) = NewEcho();
        for (var i = 0; i < 2000; i++)
        {
            var (brief, _) = NewEcho(client =>
            {
                client.Send("x"u8);
                client.Dispose();
            });
            brief.Dispose();
            if (i % 20 != 0) continue;
            steady.Send("y"u8);
            Assert.Equal("y"u8, ReceiveExactly(steady, 1));
        }
        steady.Dispose();
    }

    /// <summary>The peer's end is told of once, together with the last bytes; a receive that does not fill its room must not hide it.</summary>
    [Fact]
    public void Loop_tells_of_the_end_that_comes_with_the_last_bytes()
    {
        for (var i = 0; i < 200; i++)
        {
            var (client, echo) = NewEcho(c =>
            {
                c.Send("last"u8);
                c.Shutdown(SocketShutdown.Send);
            });
            Assert.Equal("last"u8, ReceiveExactly(client, 4));
            Assert.True(SpinWait.SpinUntil(() => echo.Ended, Patience));
            client.Dispose();
        }
    }

    [Fact]
    public async Task Transport_takes_what_fits_and_goes_on_when_the_peer_reads()
    {
        var (client, echo) = NewEcho();
        var sent = new byte[8 * 1024 * 1024];
        Random.Shared.NextBytes(sent);
        var sending = Task.Run(() =>
        {
            for (var at = 0; at < sent.Length;) at += client.Send(sent.AsSpan(at));
        });
        Assert.True(SpinWait.SpinUntil(() => echo.WasFull, Patience));
        Assert.True(ReceiveExactly(client, sent.Length).SequenceEqual(sent));
        await sending.WaitAsync(Patience);
        client.Dispose();
    }

    private static byte[] ReceiveExactly(Socket socket, int count)
    {
        var bytes = new byte[count];
        for (var at = 0; at < count;)
        {
            var got = socket.Receive(bytes.AsSpan(at));
            if (got == 0) throw new EndOfStreamException();
            at += got;
        }
        return bytes;
    }

    private (Socket Client, Echo Echo) NewEcho(Action<Socket>? before = null)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 20_000 };
        client.Connect(listener.LocalEndPoint!);
        var server = listener.Accept();
        before?.Invoke(client);
        return (client, new Echo(server, _loop));
    }

    /// <summary>Sends back what it receives, and receives no more while the peer does not read.</summary>
    private sealed class Echo : ISocketOwner
    {
        private const int Running = 4;
        private readonly PolledTransport _transport;
        private readonly byte[] _buffer = new byte[4096];
        private int _signals;
        private int _start;
        private int _end;
        private bool _readable;
        private bool _writable;
        private volatile bool _ended;
        private volatile bool _wasFull;

        public Echo(Socket socket, SocketLoop loop)
        {
            _transport = new PolledTransport(socket, loop, this);
            _transport.Start();
        }

        public bool Ended => _ended;
        public bool WasFull => _wasFull;

        public bool Notify(Readiness readiness) => (Interlocked.Or(ref _signals, (int)readiness | Running) & Running) == 0;

        public void Run()
        {
            do
            {
                var signals = (Readiness)Interlocked.Exchange(ref _signals, Running);
                _readable |= (signals & Readiness.Readable) != 0;
                _writable |= (signals & Readiness.Writable) != 0;
                while (!_ended && Step())
                {
                }
            } while (Interlocked.CompareExchange(ref _signals, 0, Running) != Running);
        }

        private bool Step()
        {
            if (_start < _end)
            {
                if (!_writable) return false;
                var sent = _transport.Send(_buffer.AsSpan(_start, _end - _start));
                if (sent == Transport.Gone) return End();
                _start += sent;
                _writable = _start == _end;
                _wasFull |= !_writable;
                return _writable;
            }
            if (!_readable) return false;
            var got = _transport.Receive(_buffer, out _readable);
            if (got == Transport.Gone) return End();
            (_start, _end) = (0, got);
            return got > 0;
        }

        private bool End()
        {
            _ended = true;
            _transport.Dispose();
            return false;
        }
    }
}
