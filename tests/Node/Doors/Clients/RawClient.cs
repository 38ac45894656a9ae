using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Akka.Actor;
using AkkaCache.Protocol.Frames;
using AkkaCache.Protocol.Remoting;

namespace AkkaCache.Node.Tests.Doors.Clients;

/// <summary>A client that sends whatever frames a test likes and keeps what comes back.</summary>
internal sealed class RawClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ActorSystem _system;
    private readonly FrameInlet _inlet;
    private readonly IActorRef _door;
    private readonly BlockingCollection<byte[]> _frames = [];
    private readonly StringBuilder _stream = new();
    private ulong _sent;

    /// <param name="host">The client's own host name; a fresh one of the kind that clients have when not given.</param>
    public RawClient(int port, string? host = null)
    {
        _system = ClosedSystem.Start(new ClosedSystemSettings
        {
            Name = ClosedSystemSettings.ClientSystem,
            Bind = "127.0.0.1",
            Host = host ?? Guid.NewGuid().ToString("n") + ClosedSystemSettings.ClientHostSuffix,
        });
        _inlet = FrameInlet.Open(_system, FrameInlet.OfClient, (frame, _) => _frames.Add(frame));
        var node = new RootActorPath(new Address("akka.tcp", ClosedSystemSettings.NodeSystem, "127.0.0.1", port));
        _door = ((ExtendedActorSystem)_system).Provider.ResolveActorRef(FrameInlet.PathAt(node, FrameInlet.OfNode));
    }

    public UInt128 Session { get; set; } = BitConverter.ToUInt128(RandomNumberGenerator.GetBytes(16));

    /// <summary>Consumed bytes that the next frames tell.</summary>
    public long Consumed { get; set; }

    public void Send(byte[] frame, bool signed = false) => _door.Tell(new ClientEnvelope(frame), signed ? _inlet : ActorRefs.NoSender);

    public void SendHello(ClientHello? hello = null) => Send(ClientFrameWriter.Hello(Session, hello ?? new ClientHello { WindowBytes = 1 << 20 }), signed: true);

    /// <summary>Hello and its answer.</summary>
    public ClientWelcome Greet(ClientHello? hello = null)
    {
        SendHello(hello);
        var frame = Next(ClientFrameKind.Welcome);
        Assert.True(ClientWelcome.TryRead(frame.AsSpan(ClientFrame.HeadBytes), out var welcome));
        return welcome;
    }

    /// <summary>Sends bytes of the stream, in frames as large as they may be.</summary>
    public void SendData(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var payload = bytes[..Math.Min(bytes.Length, ClientFrame.MaxPayloadBytes)];
            bytes = bytes[payload.Length..];
            SendFrame(++_sent, payload);
        }
    }

    public void SendFrame(ulong number, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[ClientFrame.DataHeaderBytes + payload.Length];
        payload.CopyTo(frame.AsSpan(ClientFrame.DataHeaderBytes));
        ClientFrameWriter.WriteDataHeader(frame, Session, number, Consumed);
        Send(frame);
    }

    public void SendCommand(params string[] words) => SendData(Encoding.Latin1.GetBytes(Resp(words)));

    public static string Resp(params string[] words) =>
        $"*{words.Length}\r\n" + string.Concat(words.Select(word => string.Create(CultureInfo.InvariantCulture, $"${word.Length}\r\n{word}\r\n")));

    /// <summary>Receives until so many bytes of replies have come; returns them and leaves the rest for the next call.</summary>
    public string Receive(int bytes)
    {
        while (_stream.Length < bytes) TakePayload(Next(ClientFrameKind.Data));
        var text = _stream.ToString(0, bytes);
        _stream.Remove(0, bytes);
        return text;
    }

    /// <summary>Receives exactly this.</summary>
    public void Expect(string resp) => Assert.Equal(resp, Receive(resp.Length));

    /// <summary>The next frame of a kind; others are passed over, but data is kept.</summary>
    public byte[] Next(ClientFrameKind kind)
    {
        while (_frames.TryTake(out var bytes, Patience))
        {
            Assert.True(ClientFrame.TryRead(bytes, out var frame));
            if (frame.Kind == kind) return bytes;
            if (frame.Kind == ClientFrameKind.Data) TakePayload(bytes);
        }
        throw new TimeoutException($"no {kind} came");
    }

    public ClientFarewell NextFarewell(ClientFrameKind kind)
    {
        Assert.True(ClientFarewell.TryRead(Next(kind).AsSpan(ClientFrame.HeadBytes), out var farewell));
        return farewell;
    }

    /// <summary>Data frames that came so far and were not looked at.</summary>
    public int Waiting => _frames.Count;

    public async ValueTask DisposeAsync()
    {
        _inlet.Close();
        await _system.Terminate();
        _frames.Dispose();
    }

    private void TakePayload(byte[] bytes)
    {
        ClientFrame.TryRead(bytes, out var frame);
        _stream.Append(Encoding.Latin1.GetString(frame.Payload));
        Consumed += frame.Payload.Length;
    }
}
