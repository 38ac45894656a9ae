using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using AkkaCache.Testing;
using AkkaCache.Testing.Cluster;

namespace AkkaCache.Multinode.Network;

/// <summary>A network in which each node has a namespace and an address of its own, so that packets between two of them can be dropped, in one direction too. The test reaches all of them, always.</summary>
/// <remarks>
/// A bridge in a namespace of its own joins the nodes' ends of cables (veth); one more cable leads to where the test runs. What a node does not get is dropped by rules (nftables) where packets come in to it.
/// Everything is removed when disposed, and what a run that was killed left behind when the next one begins.
/// </remarks>
internal sealed partial class NamespaceNetwork : IDisposable
{
    private const string Mark = "akc";
    private const int TestHost = 254;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The bridge that joins all, and the one of a node whose packets are held up.</summary>
    private const string Fast = "bridge";
    private const string Slow = "slow";

    private readonly string _name = $"{Mark}{Environment.ProcessId}";
    private readonly string _subnet = $"10.{200 + Environment.ProcessId % 50}.{Environment.ProcessId / 50 % 250}";
    private readonly int _nodes;

    private NamespaceNetwork(int nodes) => _nodes = nodes;

    private string Switch => $"{_name}s";

    /// <summary>The test's end of its cable. Names of devices have at most 15 characters.</summary>
    private string TestEnd => TestEndOf(_name);

    /// <param name="why">Why there can be none here.</param>
    public static NamespaceNetwork? TryMake(int nodes, out string why)
    {
        var network = new NamespaceNetwork(nodes);
        try
        {
            RemoveLeftovers();
            network.Make();
            why = "";
            return network;
        }
        catch (Exception error) when (error is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            network.Dispose();
            why = $"network namespaces need root, iproute2 and nftables: {error.Message}";
            return null;
        }
    }

    public NodePlace PlaceOf(int node) => new(IPAddress.Parse(AddressOf(node)), ["ip", "netns", "exec", NameOf(node)]);

    /// <summary>From now on drops these packets and no others.</summary>
    public void Apply(IReadOnlyCollection<Drop> drops)
    {
        for (var node = 0; node < _nodes; node++)
        {
            var rules = new StringBuilder();
            foreach (var drop in drops.Where(drop => drop.To == node))
                rules.Append(CultureInfo.InvariantCulture, $"ip saddr {AddressOf(drop.From)} {(drop.Percent < 100 ? $"numgen random mod 100 < {drop.Percent} " : "")}counter drop\n");
            // Declared first, so that there is something to delete.
            Shell.Run($"table ip faults\ndelete table ip faults\ntable ip faults {{ chain input {{ type filter hook input priority 0;\n{rules}}}\n}}\n", "ip", "netns", "exec", NameOf(node), "nft", "-f", "-");
        }
    }

    /// <summary>Holds up each packet from and to a node for a time of its own between these two, until disposed.</summary>
    public async Task<DelayLine> DelayAsync(int node, TimeSpan least, TimeSpan most)
    {
        // The node's cable leads to a bridge of its own, from where this process carries frames to the one that joins all.
        var (near, far) = (new Tap($"{_name}a", Switch), new Tap($"{_name}b", Switch));
        Ip(Switch, $"link set {near.Name} master {Slow} up");
        Ip(Switch, $"link set {far.Name} master {Fast} up");

        // The kernel takes up to a second to notice that a device is up. Until then its bridge sends nothing to it.
        await Until.TrueAsync(() => Forwards(near) && Forwards(far), Patience, () => "a bridge does not forward to its new device");
        var line = new DelayLine(near, far, least, most, end: () =>
        {
            Ip(Switch, $"link set node{node} master {Fast}");

            // Or it sends what is for the node the old way until it hears from it.
            Ip(Switch, $"link set {Fast} type bridge fdb_flush");
        });
        Ip(Switch, $"link set node{node} master {Slow}");
        return line;
    }

    /// <summary>Packets that the rules in force have dropped.</summary>
    public long Dropped() => Enumerable.Range(0, _nodes)
        .SelectMany(node => Packets().Matches(Shell.Run("", "ip", "netns", "exec", NameOf(node), "nft", "list", "table", "ip", "faults")))
        .Sum(match => long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture));

    public void Dispose() => Remove(_name);

    private static void RemoveLeftovers()
    {
        foreach (var name in Names().Select(name => Owner().Match(name)).Where(match => match.Success).Select(match => match.Groups[1].Value).Distinct())
            if (!Directory.Exists($"/proc/{name[Mark.Length..]}")) Remove(name);
    }

    private static void Remove(string network)
    {
        // A cable goes with either of its ends, with that of a namespace some time after it: the next network in this process wants the same name at once.
        if (Directory.Exists($"/sys/class/net/{TestEndOf(network)}")) Shell.Run("", "ip", "link", "del", TestEndOf(network));
        foreach (var name in Names().Where(name => Owner().Match(name) is { Success: true } match && match.Groups[1].Value == network)) Shell.Run("", "ip", "netns", "del", name);
    }

    private static string TestEndOf(string network) => $"{network}t";

    private static IEnumerable<string> Names() =>
        Directory.Exists("/run/netns") ? Directory.GetFiles("/run/netns").Select(file => Path.GetFileName(file)!) : [];

    [GeneratedRegex("^(akc[0-9]+)(s|n[0-9]+)$")]
    private static partial Regex Owner();

    [GeneratedRegex("counter packets ([0-9]+)")]
    private static partial Regex Packets();

    private void Make()
    {
        Shell.Run("", "ip", "netns", "add", Switch);
        foreach (var bridge in new[] { Fast, Slow })
        {
            Ip(Switch, $"link add {bridge} type bridge");
            Ip(Switch, $"link set {bridge} up");
        }
        Shell.Run("", "ip", "link", "add", TestEnd, "type", "veth", "peer", "name", "test", "netns", Switch);
        Ip(Switch, $"link set test master {Fast}");
        Ip(Switch, "link set test up");
        Shell.Run("", "ip", "addr", "add", $"{_subnet}.{TestHost}/24", "dev", TestEnd);
        Shell.Run("", "ip", "link", "set", TestEnd, "up");
        for (var node = 0; node < _nodes; node++)
        {
            Shell.Run("", "ip", "netns", "add", NameOf(node));
            Ip(Switch, $"link add node{node} type veth peer name eth0 netns {NameOf(node)}");
            Ip(Switch, $"link set node{node} master {Fast}");
            Ip(Switch, $"link set node{node} up");
            Ip(NameOf(node), $"addr add {AddressOf(node)}/24 dev eth0");
            Ip(NameOf(node), "link set eth0 up");
            Ip(NameOf(node), "link set lo up");
        }
    }

    private bool Forwards(Tap device) => Ip(Switch, $"-d link show {device.Name}").Contains("state forwarding", StringComparison.Ordinal);

    private static string Ip(string name, string arguments) => Shell.Run("", ["ip", "-n", name, .. arguments.Split(' ')]);

    private string NameOf(int node) => $"{_name}n{node}";

    private string AddressOf(int node) => $"{_subnet}.{node + 1}";
}

/// <summary>Packets from one node to another that do not arrive.</summary>
internal sealed record Drop(int From, int To, int Percent = 100);
