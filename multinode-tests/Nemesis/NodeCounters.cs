using System.Globalization;
using System.Net;
using AkkaCache.Multinode.Load;
using AkkaCache.Testing.Cluster;

namespace AkkaCache.Multinode.Nemesis;

/// <summary>What nodes count.</summary>
internal static class NodeCounters
{
    public static long Read(ClusterNode node, string name) => Read(node.Resp, name);

    /// <summary>A line of INFO.</summary>
    public static long Read(IPEndPoint node, string name)
    {
        var lines = Conversation.Ask(node, "INFO", "everything").AsString.Split("\r\n");
        var line = lines.FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.Ordinal)) ?? throw new InvalidOperationException($"INFO of {node} has no {name}");
        return long.Parse(line.AsSpan(name.Length + 1), CultureInfo.InvariantCulture);
    }
}
