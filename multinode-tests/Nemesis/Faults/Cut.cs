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

    public override string Name => $"{name} {seconds} s{(next is null ? "" : $", then {next.Name}")}";

    public override bool NeedsNetwork => true;

    public override bool TakesData => hasFailOver;

    /// <summary>The victim hears nobody and nobody hears it.</summary>
    public static Cut Alone(int seconds) => new("cut off", seconds, hasFailOver: true, AllOf);

    /// <summary>The victim hears nobody.</summary>
    public static Cut Deaf(int seconds) => new("deaf", seconds, hasFailOver: true, (victim, nodes) => [.. Others(victim, nodes).Select(other => new Drop(other, victim))]);

    /// <summary>Nobody hears the victim.</summary>
    public static Cut Mute(int seconds) => new("mute", seconds, hasFailOver: true, (victim, nodes) => [.. Others(victim, nodes).Select(other => new Drop(victim, other))]);

    /// <summary>The victim and its neighbour do not hear each other; all others hear both.</summary>
    public static Cut Two(int seconds) => new("two apart", seconds, hasFailOver: false, (victim, nodes) => [.. Both(victim, (victim + 1) % nodes)]);

    /// <summary>The victim is cut off until others have taken over, then hears some again, but not two that have what was its.</summary>
    public static Cut HalfHealed(int seconds, int then) => new("cut off", seconds, hasFailOver: true, AllOf, new("from two", then, hasFailOver: false, (victim, nodes) =>
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
        run.Held = ClusterMap.Read(run.Other.Resp).PartitionsOf(run.Node.Resp);
        run.ServedOn = hasFailOver ? LeaseEnds : TimeSpan.Zero;
        run.StruckAt = Stopwatch.GetTimestamp();
        try
        {
            var evidence = await StayAsync(run);
            return next is null ? evidence : $"{evidence}, then {await next.StayAsync(run)}";
        }
        finally
        {
            run.Network!.Apply([]);
        }
    }

    /// <summary>Drops packets for its time, and what was dropped before no more.</summary>
    private async Task<string> StayAsync(FaultRun run)
    {
        var began = Stopwatch.GetTimestamp();
        run.Network!.Apply(shape(run.Victim, run.Cluster.Nodes.Count(node => node.IsRunning)));
        if (hasFailOver && seconds >= FaultRun.FailOverSeconds) run.Recovery = (await run.Other.UntilEveryPartitionTakesWritesAsync()).All;
        var left = TimeSpan.FromSeconds(seconds) - Stopwatch.GetElapsedTime(began);
        // The cut is to last so long.
        if (left > TimeSpan.Zero) await Task.Delay(left);
        var dropped = run.Network.Dropped();
        return dropped > 0 ? $"{dropped} packets dropped" : throw new NoEffectException("no packet was dropped");
    }

    private static IReadOnlyCollection<Drop> AllOf(int victim, int nodes) => [.. Others(victim, nodes).SelectMany(other => Both(victim, other))];

    private static IEnumerable<int> Others(int node, int nodes) => Enumerable.Range(0, nodes).Where(other => other != node);

    private static IEnumerable<Drop> Both(int one, int other) => [new Drop(one, other), new Drop(other, one)];
}
