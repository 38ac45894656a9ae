using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Messages;

namespace AkkaCache.Simulation.Tests.Cluster;

/// <summary>Delays, loses, repeats and reorders messages, and is cut.</summary>
internal sealed class Network(World world)
{
    private readonly record struct Cut(NodeId From, NodeId To, long Until);

    private readonly List<Cut> _cuts = [];
    private readonly Dictionary<(NodeId, NodeId), long> _lastArrival = [];

    public bool IsHealed { get; set; }

    /// <summary>Messages that a cut swallowed: a cut without any took no effect.</summary>
    public int Swallowed { get; private set; }

    public void CutOff(NodeId from, NodeId to, long until)
    {
        if (from != to) _cuts.Add(new Cut(from, to, until));
    }

    public void Heal()
    {
        IsHealed = true;
        _cuts.Clear();
    }

    public void Send(NodeId from, NodeId to, Message message)
    {
        var profile = world.Profile;
        var random = world.Random;
        _cuts.RemoveAll(cut => cut.Until <= world.Schedule.Now);
        foreach (var cut in _cuts)
        {
            if (cut.From != from || cut.To != to) continue;
            Swallowed++;
            return;
        }
        if (!IsHealed && random.NextDouble() < profile.Drop) return;
        Deliver(from, to, message);
        if (!IsHealed && random.NextDouble() < profile.Duplicate) Deliver(from, to, message);
    }

    private void Deliver(NodeId from, NodeId to, Message message)
    {
        var profile = world.Profile;
        var arrival = world.Schedule.Now + Milliseconds(5 + (world.Random.NextDouble() * 50));
        if (!IsHealed && world.Random.NextDouble() < profile.Slow) arrival += (long)(world.Random.NextDouble() * profile.SlowBy.Ticks);
        // A healed one keeps order, as the links do; a snapshot gets through only then.
        if (profile.IsOrdered || IsHealed)
        {
            arrival = Math.Max(arrival, _lastArrival.GetValueOrDefault((from, to)));
            _lastArrival[(from, to)] = arrival;
        }
        world.Schedule.At(arrival, () => world.Find(to)?.Handle(from, message));
    }

    private static long Milliseconds(double count) => (long)(count * TimeSpan.TicksPerMillisecond);
}
