using System.Runtime.InteropServices;

namespace AkkaCache.Testing.Linearizability;

/// <summary>What the search has already gone on from: operations placed, of known and of unknown outcome, and the state they led to.</summary>
/// <remarks>The same place reached with more unknown outcomes used up is no better: what could follow then can follow from here too.</remarks>
internal sealed class VisitedStates<TState>
{
    /// <summary>Compared one by one, so few. A place with more is gone on from again, which costs time and is not wrong.</summary>
    private const int MaxSetsPerPlace = 256;

    private readonly Dictionary<(ulong[] Known, TState State), List<ulong[]>> _unknownByPlace = new(new ByContent());

    public int Count { get; private set; }

    /// <returns>False when the place was reached before with the same unknown outcomes or fewer of them.</returns>
    public bool Add(ulong[] known, ulong[] unknown, TState state)
    {
        // The caller goes on changing its sets, so what is kept are copies; most places that come again need none.
        if (!_unknownByPlace.TryGetValue((known, state), out var before))
        {
            before = [];
            _unknownByPlace.Add(([.. known], state), before);
        }
        foreach (var set in before)
        {
            if (IsSubset(set, unknown)) return false;
        }
        before.RemoveAll(set => IsSubset(unknown, set));
        if (before.Count < MaxSetsPerPlace) before.Add([.. unknown]);
        Count++;
        return true;
    }

    private static bool IsSubset(ulong[] set, ulong[] of)
    {
        for (var i = 0; i < set.Length; i++)
        {
            if ((set[i] & ~of[i]) != 0) return false;
        }
        return true;
    }

    private sealed class ByContent : IEqualityComparer<(ulong[] Known, TState State)>
    {
        public bool Equals((ulong[] Known, TState State) x, (ulong[] Known, TState State) y) =>
            EqualityComparer<TState>.Default.Equals(x.State, y.State) && x.Known.AsSpan().SequenceEqual(y.Known);

        public int GetHashCode((ulong[] Known, TState State) place)
        {
            var hash = new HashCode();
            hash.AddBytes(MemoryMarshal.AsBytes(place.Known.AsSpan()));
            hash.Add(place.State);
            return hash.ToHashCode();
        }
    }
}
