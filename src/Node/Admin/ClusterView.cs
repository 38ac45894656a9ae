using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using AkkaCache.Commands.Execution;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Telemetry;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Admin;

/// <summary>The cluster as this node's directory and contacts know it, in the form that commands show.</summary>
public sealed class ClusterView : IClusterView
{
    private readonly PartitionLayout _layout;
    private readonly IPartitionDirectory _directory;
    private readonly INodeContacts _contacts;
    private readonly ClusterCounters _counters;

    /// <param name="redirects">Clients are sent to the node that has the key.</param>
    public ClusterView(PartitionLayout layout, IPartitionDirectory directory, INodeContacts contacts, ClusterCounters counters, bool redirects)
    {
        _layout = layout;
        _directory = directory;
        _contacts = contacts;
        _counters = counters;
        Redirects = redirects;
    }

    public bool Redirects { get; }

    public bool IsShown => Redirects || !_directory.IsAlone;

    /// <summary>A node's id as Redis writes one: 40 hexadecimal digits, the same on every node.</summary>
    public static string IdOf(NodeId node) => Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(node.Value)));

    public ClusterPicture Take()
    {
        NodeId[] nodes = [_directory.Self, .. _directory.Nodes.Where(node => node != _directory.Self).Order()];
        var indexes = new Dictionary<NodeId, int>(nodes.Length);
        for (var i = 0; i < nodes.Length; i++) indexes[nodes[i]] = i;

        var epochs = new long[nodes.Length];
        var ranges = ImmutableArray.CreateBuilder<ClusterRange>();
        for (var partition = 0; partition < _layout.Count; partition++)
        {
            // A primary that has left the cluster serves nobody any more.
            if (!indexes.TryGetValue(_directory.PrimaryOf(partition), out var primary)) continue;
            epochs[primary] = Math.Max(epochs[primary], _directory.EpochOf(partition));
            Append(ranges, new ClusterRange(_layout.SlotsOf(partition), primary, BackupsOf(partition, primary, indexes)));
        }
        return new ClusterPicture
        {
            Nodes = [.. nodes.Select((node, index) => Describe(node, epochs[index]))],
            Ranges = ranges.ToImmutable(),
            Epoch = epochs.Max(),
            MessagesSent = _counters.MessagesSent.Value,
            MessagesReceived = _counters.MessagesReceived.Value,
            MessagesRefused = _counters.MessagesRefused.Value,
        };
    }

    private static void Append(ImmutableArray<ClusterRange>.Builder ranges, ClusterRange range)
    {
        if (ranges.Count > 0 && ranges[^1].Slots.Last + 1 == range.Slots.First && ranges[^1].HasCopiesOf(range))
            ranges[^1] = ranges[^1] with { Slots = new SlotRange(ranges[^1].Slots.First, range.Slots.Last) };
        else
            ranges.Add(range);
    }

    /// <summary>Ascending, so that neighbours with the same backups in another order are one range.</summary>
    private ImmutableArray<int> BackupsOf(int partition, int primary, Dictionary<NodeId, int> indexes)
    {
        var backups = new List<int>();
        foreach (var copy in _directory.CopiesOf(partition))
        {
            if (indexes.TryGetValue(copy, out var index) && index != primary) backups.Add(index);
        }
        backups.Sort();
        return [.. backups];
    }

    private ClusterNode Describe(NodeId node, long epoch)
    {
        var contact = _contacts.Of(node);
        return new ClusterNode
        {
            Id = IdOf(node),
            Host = contact?.Host ?? "",
            RespPort = contact?.RespPort ?? 0,
            AkkaPort = contact?.AkkaPort ?? 0,
            Name = contact?.Name ?? "",
            Zone = contact?.Zone ?? "",
            Health = contact?.Health ?? NodeHealth.Degraded,
            Epoch = epoch,
            Offset = contact?.Offset ?? 0,
            HeardMs = contact?.HeardMs ?? 0,
            PingUs = contact?.PingUs ?? 0,
            LinkedMs = contact?.LinkedMs ?? 0,
            QueuedBytes = contact?.QueuedBytes ?? 0,
        };
    }
}
