using System.Globalization;
using AkkaCache.Multinode.Load;
using AkkaCache.Testing.Cluster;

namespace AkkaCache.Multinode.Nemesis;

/// <summary>What nodes count.</summary>
internal static class FailOvers
{
    /// <summary>A primary that is out of reach for so long is replaced: suspicion, lease and some round trips take three or four seconds.</summary>
    public const int CertainAfterSeconds = 5;

    /// <summary>Partitions that a node took over from a lost primary, over all nodes that run and since each began.</summary>
    public static long Sum(ClusterProcesses cluster) => cluster.Nodes.Where(node => node.IsRunning).Sum(node => Counter(node, "fail_overs"));

    /// <summary>A line of INFO.</summary>
    public static long Counter(ClusterNode node, string name)
    {
        var lines = Conversation.Ask(node.Resp, "INFO", "everything").AsString.Split("\r\n");
        var line = lines.FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.Ordinal)) ?? throw new InvalidOperationException($"INFO of {node.Name} has no {name}");
        return long.Parse(line.AsSpan(name.Length + 1), CultureInfo.InvariantCulture);
    }
}
