using System.Globalization;
using System.Text;
using AkkaCache.Node.Partitions;
using AkkaCache.Protocol.Resp;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Routing.Forwarding;

/// <summary>Where clients are sent in redirect mode: to the RESP door of a partition's primary.</summary>
/// <remarks>There is no ASK: a partition moves as a whole, so a key is never in two places.</remarks>
internal sealed class Redirections(IPartitionDirectory directory, IRespAddresses? addresses)
{
    /// <summary>MOVED, a slot, a host name of at most 255 characters, a port.</summary>
    public const int MaxBytes = 512;

    /// <summary>Whether clients can be told where a node is.</summary>
    public bool Knows(NodeId node) => addresses is not null && addresses.TryGet(node, out _, out _);

    /// <summary>Writes where to ask for a slot, unless that is not known or is here.</summary>
    public bool TryReply(RespWriter reply, int partition, int slot)
    {
        var primary = directory.PrimaryOf(partition);
        if (primary.IsNone || primary == directory.Self || !Knows(primary)) return false;
        reply.Error(Moved(partition, slot, stackalloc byte[MaxBytes]));
        return true;
    }

    /// <summary>The error that says where to ask for a slot.</summary>
    public ReadOnlySpan<byte> Moved(int partition, int slot, Span<byte> text)
    {
        // An address of IPv6 is not bracketed: so does Redis Cluster.
        if (addresses is null || !addresses.TryGet(directory.PrimaryOf(partition), out var host, out var port)) return ErrorText.SlotNotServed;
        return Encoding.UTF8.TryGetBytes(string.Create(CultureInfo.InvariantCulture, $"MOVED {slot} {host}:{port}"), text, out var length) ? text[..length] : ErrorText.SlotNotServed;
    }
}
