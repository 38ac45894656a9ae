using AkkaCache.Node.Doors.Peers;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Tests.Doors.Resp;
using AkkaCache.Protocol.Topology;
using Microsoft.Extensions.Time.Testing;

namespace AkkaCache.Node.Tests.Doors.Peers;

/// <summary>The links of one node on a <see cref="MemoryNetwork"/>.</summary>
internal sealed class PeerNode : IDisposable
{
    /// <summary>Many times what anything here takes, also on a machine that does other things.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public PeerNode(MemoryNetwork network, FakeTimeProvider time, string id)
    {
        Id = new NodeId(id);
        Links = new PeerLinks(time, Log);
        Links.Open(Id, network.Join(Id), Inbox);
    }

    public NodeId Id { get; }

    public PeerLinks Links { get; }

    public RecordingInbox Inbox { get; } = new();

    public RecordingLog<PeerLinks> Log { get; } = new();

    public static void Eventually(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, Patience));

    public void Send(PeerNode to, PeerLane lane, params byte[] message) => Assert.True(Links.TrySend(to.Id, lane, message));

    public void Dispose()
    {
        Inbox.Release();
        Links.Dispose();
        Inbox.Dispose();
    }
}
