using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using AkkaCache.Node.Doors.Peers;
using AkkaCache.Protocol.Topology;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AkkaCache.Node.Tests.Doors.Peers;

/// <summary>The links of one node over TCP, on a loopback port that is in its identity.</summary>
internal sealed class TcpPeer : IAsyncDisposable
{
    /// <param name="time">Time that stands still when not given, so that a slow machine is not taken for a silent peer.</param>
    /// <param name="run">Which run of the process this is; the identity differs by it.</param>
    /// <param name="loses">Frames, as bytes, that get lost on their way from here.</param>
    public TcpPeer(TimeProvider? time = null, int port = 0, int run = 1, Func<byte[], bool>? loses = null)
    {
        var transport = new TcpTransport(NullLogger<TcpTransport>.Instance);
        transport.Listen(new IPEndPoint(IPAddress.Loopback, port));
        transport.FindNodesBy(AddressOf);
        Port = transport.Endpoint!.Port;
        Id = new NodeId(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}/{run:x8}"));
        Links = new PeerLinks(time ?? new FakeTimeProvider(), NullLogger<PeerLinks>.Instance);
        Links.Open(Id, new LossyTransport(transport, loses ?? (_ => false)), Inbox);
    }

    public int Port { get; }

    public NodeId Id { get; }

    public PeerLinks Links { get; }

    public RecordingInbox Inbox { get; } = new();

    public ValueTask DisposeAsync()
    {
        Inbox.Release();
        Links.Dispose();
        Inbox.Dispose();
        return ValueTask.CompletedTask;
    }

    private static DnsEndPoint? AddressOf(NodeId node)
    {
        var endpoint = IPEndPoint.Parse(node.Value[..node.Value.IndexOf('/')]);
        return new DnsEndPoint(endpoint.Address.ToString(), endpoint.Port);
    }

    private sealed class LossyTransport(IPeerTransport inner, Func<byte[], bool> loses) : IPeerTransport
    {
        public void Open(IPeerFrames frames) => inner.Open(frames);

        public bool TryRoute(NodeId node, [NotNullWhen(true)] out IPeerRoute? route)
        {
            route = inner.TryRoute(node, out var way) ? new LossyRoute(way, loses) : null;
            return route is not null;
        }

        public void Forget(NodeId node) => inner.Forget(node);

        public void Dispose() => inner.Dispose();
    }

    private sealed class LossyRoute(IPeerRoute inner, Func<byte[], bool> loses) : IPeerRoute
    {
        public void Send(byte[] frame)
        {
            if (!loses(frame)) inner.Send(frame);
        }
    }
}
