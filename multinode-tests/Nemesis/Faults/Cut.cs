using System.Diagnostics;
using AkkaCache.Multinode.Network;
using AkkaCache.Testing.Cluster;

namespace AkkaCache.Multinode.Nemesis.Faults;

/// <summary>Packets between nodes do not arrive, all of them or some, while clients reach every node.</summary>
/// <param name="shape">Which: of so many nodes, about the victim.</param>
/// <param name="next">What follows at once.</param>
internal sealed class Cut(string name, int seconds, bool hasFailOver, Func<int, int, IReadOnlyCollection<Drop>> shape, Cut? next = null) : Fault
{
    /// <summary>A lease (1.5 s), the making of the rules in one namespace after the other, and what a busy machine takes to answer.</summary>
    private static readonly TimeSpan LeaseEnds = TimeSpan.FromSeconds(2.5);

    private readonly Func<int, int, IReadOnlyCollection<Drop>> _shape = shape;
    private readonly int _seconds = seconds;

    public override string Name => $"{name} {_seconds} s{(next is null ? "" : $", then {next.Name}")}";

    public override bool NeedsNetwork => true;

    public override bool TakesData => hasFailOver;

    /// <summary>The victim hears nobody and nobody hears it.</summary>
    public static Cut Alone(int seconds) => new("cut off", seconds, hasFailOver: true, (victim, nodes) => [.. Others(victim, nodes).SelectMany(other => Both(victim, other))]);

    /// <summary>The victim hears nobody.</summary>
    public static Cut Deaf(int seconds) => new("deaf", seconds, hasFailOver: true, (victim, nodes) => [.. Others(victim, nodes).Select(other => new Drop(other, victim))]);

    /// <summary>Nobody hears the victim.</summary>
    public static Cut Mute(int seconds) => new("mute", seconds, hasFailOver: true, (victim, nodes) => [.. Others(victim, nodes).Select(other => new Drop(victim, other))]);

    /// <summary>The victim and its neighbour do not hear each other; all others hear both.</summary>
    public static Cut Two(int seconds) => new("two apart", seconds, hasFailOver: false, (victim, nodes) => [.. Both(victim, (victim + 1) % nodes)]);

    /// <summary>The victim is cut off until others have taken over, then hears some again, but not two that have what was its.</summary>
    public static Cut HalfHealed(int seconds, int then) => new("cut off", seconds, hasFailOver: true, Alone(seconds)._shape, new("from two", then, hasFailOver: false, (victim, nodes) =>
        [.. Both(victim, (victim + 1) % nodes), .. Both(victim, (victim + 2) % nodes)]));

    /// <summary>Two halves that do not hear each other, and the victim, a bridge that hears both.</summary>
    public static Cut Bridge(int seconds) => new("bridge", seconds, hasFailOver: false, (victim, nodes) =>
    {
        var others = Others(victim, nodes).ToList();
        var half = others.Count / 2;
        return [.. others[..half].SelectMany(one => others[half..].SelectMany(other => Both(one, other)))];
    });

    /// <summary>Of every hundred packets between any two nodes so many are lost.</summary>
    public static Cut Loss(int percent, int seconds) => new($"loss {percent} %", seconds, hasFailOver: false, (_, nodes) =>
        [.. Enumerable.Range(0, nodes).SelectMany(from => Others(from, nodes).Select(to => new Drop(from, to, percent)))]);

    public override async Task<string> StrikeAsync(FaultRun run)
    {
        var nodes = run.Cluster.Nodes.Count(node => node.IsRunning);
        long dropped;
        run.Held = ClusterMap.Read(run.Other.Resp).PartitionsOf(run.Node.Resp);
        run.ServedOn = hasFailOver ? LeaseEnds : TimeSpan.Zero;
        run.StruckAt = Stopwatch.GetTimestamp();
        run.Network!.Apply(_shape(run.Victim, nodes));
        try
        {
            if (hasFailOver && _seconds >= FaultRun.FailOverSeconds) run.Recovery = (await run.Other.UntilEveryPartitionTakesWritesAsync()).All;
            var left = TimeSpan.FromSeconds(_seconds) - Stopwatch.GetElapsedTime(run.StruckAt);
            // The cut is to last so long.
            if (left > TimeSpan.Zero) await Task.Delay(left);
            dropped = run.Network.Dropped();
            if (next is not null)
            {
                run.Network.Apply(next._shape(run.Victim, nodes));
                await Task.Delay(TimeSpan.FromSeconds(next._seconds));
            }
        }
        finally
        {
            run.Network.Apply([]);
        }
        if (dropped == 0) throw new NoEffectException("no packet was dropped");
        return $"{dropped} packets dropped";
    }

    private static IEnumerable<int> Others(int node, int nodes) => Enumerable.Range(0, nodes).Where(other => other != node);

    private static IEnumerable<Drop> Both(int one, int other) => [new Drop(one, other), new Drop(other, one)];
}
