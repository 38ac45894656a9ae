using System.Globalization;
using System.Text.RegularExpressions;
using AkkaCache.Testing.Cluster;

namespace AkkaCache.Multinode.Nemesis;

/// <summary>What must hold of all nodes whatever happens to one of them: epochs are not shared, copies are equal, memory and descriptors do not grow without end, nobody complains of itself.</summary>
internal sealed partial class ClusterWatch(ClusterProcesses cluster, Scenario scenario)
{
    private const long MostBytes = 1L << 30;
    private const int MostDescriptors = 1_500;

    /// <summary>Mistakes of the program, as its nodes tell them.</summary>
    private static readonly string[] Complaints = ["because of a mistake", "turned out to be broken", "failed half-way", "Unhandled exception"];

    /// <summary>No mistake, and what a kill does to the only copy.</summary>
    private const string Loss = "no whole copy is left";

    private readonly Dictionary<(int Process, string Counter), long> _counters = [];
    private readonly List<string> _findings = [];
    private readonly List<DateTime> _ends = [];
    private long _failOversBefore;
    private long _mostBytes;
    private int _mostDescriptors;

    /// <summary>Before the first fault: what happens while a cluster forms is not counted.</summary>
    public void Begin()
    {
        Look();
        _failOversBefore = Sum("fail_overs");
    }

    /// <summary>Between two faults, when all nodes run.</summary>
    public void Look()
    {
        foreach (var node in cluster.Nodes)
        {
            if (node.HasLeft) continue;
            if (!node.IsRunning)
            {
                _findings.Add($"{node.Name} does not run");
                continue;
            }
            foreach (var counter in new[] { "fail_overs", "data_losses", "copy_slices_compared", "copies_differing", "rebalance_moves" }) _counters[(node.ProcessId, counter)] = NodeCounters.Read(node, counter);
            _mostBytes = Math.Max(_mostBytes, MemoryOf(node.ProcessId));
            _mostDescriptors = Math.Max(_mostDescriptors, Directory.GetFiles($"/proc/{node.ProcessId}/fd").Length);
        }
    }

    /// <summary>All processes ended then: what begins after is another cluster, which counts its terms anew.</summary>
    public void AllEnded(DateTime at) => _ends.Add(at);

    public WatchResult Findings()
    {
        var findings = new List<string>(_findings);
        if (_mostBytes > MostBytes) findings.Add($"a node took {_mostBytes >> 20} MB");
        if (_mostDescriptors > MostDescriptors) findings.Add($"a node had {_mostDescriptors} descriptors");
        if (Sum("copies_differing") > 0) findings.Add($"{Sum("copies_differing")} copies differed from their primaries");
        if (!scenario.MayFailOver && Sum("fail_overs") > _failOversBefore) findings.Add($"{Sum("fail_overs") - _failOversBefore} partitions were failed over, though nobody failed");
        foreach (var node in cluster.Nodes)
            findings.AddRange(node.Lines.Where(line => Complaints.Any(complaint => line.Contains(complaint, StringComparison.Ordinal)) || (scenario.Copies > 1 && line.Contains(Loss, StringComparison.Ordinal))).Take(5).Select(line => $"{node.Name}: {line}"));
        var terms = cluster.Nodes.SelectMany(node => node.Lines.Select(line => Served().Match(line)).Where(match => match.Success).Select(match => (Term: $"cluster {ClusterOf(match.Groups[1].Value)}, partition {match.Groups[2]} epoch {match.Groups[3]}", node.Name))).ToList();
        findings.AddRange(terms.GroupBy(term => term.Term).Where(same => same.Count() > 1).Take(5).Select(same => $"{same.Key} served by {string.Join(" and ", same.Select(term => term.Name))}"));
        return new WatchResult(findings, terms.Count, Sum("fail_overs"), Sum("rebalance_moves"), Sum("copy_slices_compared"), _mostBytes, _mostDescriptors);
    }

    private static long MemoryOf(int process)
    {
        var resident = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(resident.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10;
    }

    [GeneratedRegex(@"^(\S+Z) .*Partition (\d+): this node is primary at epoch (\S+)")]
    private static partial Regex Served();

    /// <summary>How many clusters there were before.</summary>
    private int ClusterOf(string time)
    {
        var at = DateTime.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
        return _ends.Count(end => end < at);
    }

    /// <summary>Over all processes that there were, as each was seen last.</summary>
    private long Sum(string counter) => _counters.Where(entry => entry.Key.Counter == counter).Sum(entry => entry.Value);
}

/// <summary>What was seen of the nodes over a run.</summary>
/// <param name="Findings">What must not be.</param>
/// <param name="Terms">Terms that were served, no two of one partition with the same epoch.</param>
internal sealed record WatchResult(IReadOnlyList<string> Findings, int Terms, long FailOvers, long Moves, long SlicesCompared, long MostBytes, int MostDescriptors);
