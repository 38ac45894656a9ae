using AkkaCache.Testing.Linearizability;

namespace AkkaCache.Simulation.Tests.Linearizability;

/// <summary>The checker's naive twin: every subset of the unknown outcomes, every order that the clock allows.</summary>
internal static class BruteForce
{
    public static Verdict Check(IReadOnlyList<StringOperation> history)
    {
        List<StringOperation> known = [.. history.Where(operation => operation.OutcomeKnown)];
        List<StringOperation> unknown = [.. history.Where(operation => !operation.OutcomeKnown)];
        for (var subset = 0; subset < 1 << unknown.Count; subset++)
        {
            var happened = unknown.Where((_, index) => (subset >> index & 1) != 0);
            if (HasOrder(null, [.. known, .. happened])) return Verdict.Linearizable;
        }
        return Verdict.NotLinearizable;
    }

    /// <summary>Whether <paramref name="order"/> explains every reply, contradicts no clock and leaves out nothing of known outcome.</summary>
    public static bool Confirms(IReadOnlyList<StringOperation> history, IReadOnlyList<StringOperation> order)
    {
        var complete = order.Distinct(ReferenceEqualityComparer.Instance).Count() == order.Count
            && history.All(operation => !operation.OutcomeKnown || order.Contains(operation, ReferenceEqualityComparer.Instance))
            && order.All(operation => history.Contains(operation, ReferenceEqualityComparer.Instance));
        string? state = null;
        for (var i = 0; complete && i < order.Count; i++)
        {
            if (order.Skip(i + 1).Any(later => later.Returned < order[i].Called)) return false;
            (state, var output) = new StringModel().Apply(state, order[i].Input);
            if (order[i].OutcomeKnown && output != order[i].Output) return false;
        }
        return complete;
    }

    private static bool HasOrder(string? state, List<StringOperation> left)
    {
        if (left.Count == 0) return true;
        foreach (var first in left)
        {
            if (left.Any(other => other.Returned < first.Called)) continue;
            var (next, output) = new StringModel().Apply(state, first.Input);
            if (first.OutcomeKnown && output != first.Output) continue;
            if (HasOrder(next, [.. left.Where(other => !ReferenceEquals(other, first))])) return true;
        }
        return false;
    }
}
