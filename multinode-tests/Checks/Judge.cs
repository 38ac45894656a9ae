using AkkaCache.Multinode.Load;

namespace AkkaCache.Multinode.Checks;

/// <summary>All that a replication mode promises, over one history with its final reads.</summary>
internal static class Judge
{
    /// <summary>Mode sync, and any mode when no node died: nothing answered is lost, every subject has one order.</summary>
    public static Findings Sync(History history)
    {
        var findings = new Findings();
        LookAtValues(history, isDurable: true, mayBeAbsent: false, findings);
        OrderCheck.Look(history, findings);
        return findings;
    }

    /// <summary>Any mode, with less memory than data.</summary>
    /// <returns>How many keys were evicted, of those that were looked at.</returns>
    public static (Findings Findings, int Gone) Evicting(History history)
    {
        var findings = new Findings();
        return (findings, EvictionCheck.Look(history, findings));
    }

    /// <summary>Mode async around one kill, or around a cut after which the node that was cut off served on for a while.</summary>
    /// <inheritdoc cref="SuffixCheck.Look"/>
    public static (Findings Findings, Loss Loss) Async(History history, long struckAt, TimeSpan servedOn = default)
    {
        var findings = new Findings();
        var loss = SuffixCheck.Look(history, struckAt, servedOn, findings);
        AddWrongValues(history, mayBeAbsent: false, findings);
        return (findings, loss);
    }

    /// <summary>Mode none around one kill or cut, and every mode when everything was killed.</summary>
    /// <inheritdoc cref="NodeLossCheck.Look"/>
    public static (Findings Findings, int Taken) None(History history, IReadOnlySet<int> partitionsOfLost, long struckAt, TimeSpan servedOn = default)
    {
        var findings = new Findings();
        var taken = NodeLossCheck.Look(history, partitionsOfLost, struckAt, servedOn, findings);
        AddWrongValues(history, mayBeAbsent: true, findings);
        return (findings, taken);
    }

    /// <summary>What may be lost may be lost here too, and is counted where it can be told apart; values that never were are wrong in every mode.</summary>
    private static void AddWrongValues(History history, bool mayBeAbsent, Findings findings)
    {
        var values = new Findings();
        LookAtValues(history, isDurable: false, mayBeAbsent, values);
        findings.AddWrongOf(values);
    }

    private static void LookAtValues(History history, bool isDurable, bool mayBeAbsent, Findings findings)
    {
        RegisterCheck.Look(history, findings);
        CounterCheck.Look(history, isDurable, findings);
        AppendCheck.Look(history, isDurable, findings);
        TransferCheck.Look(history, mayBeAbsent, findings);
        ExpiryCheck.Look(history, findings);
    }
}
