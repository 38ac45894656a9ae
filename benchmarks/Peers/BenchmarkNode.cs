using System.Globalization;
using System.Net;
using AkkaCache.Node.Doors.Peers;
using AkkaCache.Protocol.Topology;
using Microsoft.Extensions.Logging.Abstractions;

namespace AkkaCache.Peers.Benchmarks;

/// <summary>The links of a node and what carries them.</summary>
internal sealed class BenchmarkNode : IDisposable
{
    public BenchmarkNode(IPeerInbox inbox)
    {
        var transport = new TcpTransport(NullLogger<TcpTransport>.Instance);
        transport.Listen(new IPEndPoint(IPAddress.Loopback, 0));
        transport.FindNodesBy(node => new DnsEndPoint("127.0.0.1", IPEndPoint.Parse(node.Value.Split('/')[0]).Port));
        Id = new NodeId(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{transport.Endpoint!.Port}/{Environment.ProcessId:x8}"));
        Links = new PeerLinks(TimeProvider.System, NullLogger<PeerLinks>.Instance);
        Links.Open(Id, transport, inbox);
    }

    public PeerLinks Links { get; }

    public NodeId Id { get; }

    public void Dispose() => Links.Dispose();
}
