namespace AkkaCache.Multinode.Nemesis;

/// <summary>Which fault strikes which node next: a sequence that a seed determines, so that a run can be done again.</summary>
/// <remarks>
/// Faults come in rounds, each kind once a round in an order of its own, so that a run of some minutes has seen all. One node is struck at a time: with two copies of everything more would take what nobody promised
/// to keep.
/// </remarks>
internal sealed class Schedule(IReadOnlyList<Fault> faults, bool hasNetwork, int nodes, int seed)
{
    private readonly Random _random = new(seed);
    private readonly List<Fault> _faults = [.. faults.Where(fault => hasNetwork || !fault.NeedsNetwork)];
    private readonly Queue<Fault> _next = [];

    public (Fault Fault, int Victim) Next()
    {
        if (_next.Count == 0)
        {
            var round = _faults.ToArray();
            _random.Shuffle(round);
            foreach (var fault in round) _next.Enqueue(fault);
        }
        return (_next.Dequeue(), _random.Next(nodes));
    }
}
