using System.Globalization;
using AkkaCache.Multinode.Checks;
using AkkaCache.Multinode.Load;

namespace AkkaCache.Multinode.Cases;

/// <summary>What several kills came to, for one line.</summary>
internal sealed class KillFigures(string mode)
{
    private readonly List<TimeSpan> _recoveries = [];
    private int _answered;
    private int _notExecuted;
    private int _unknown;
    private int _unexpected;
    private int _taken;
    private TimeSpan _lag;

    public Findings Findings { get; } = new();

    public int Unexpected => _unexpected;

    /// <summary>How long before its kill the oldest lost write was answered, at worst.</summary>
    public TimeSpan Lag => _lag;

    /// <param name="taken">Answered writes that were lost as the mode allows.</param>
    public void Add(History history, Findings findings, TimeSpan recovery, int taken = 0, TimeSpan lag = default)
    {
        _recoveries.Add(recovery);
        _answered += history.Answered;
        _notExecuted += history.NotExecuted;
        _unknown += history.Unknown;
        _unexpected += history.Unexpected;
        _taken += taken;
        _lag = lag > _lag ? lag : _lag;
        Findings.AddAll(findings);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"kill -9, {mode}: kills {_recoveries.Count}, answered {_answered}, not executed {_notExecuted}, unknown {_unknown}, unexpected {_unexpected}, {Findings.Counts}, lost as allowed {_taken} (answered up to {_lag.TotalMilliseconds:F0} ms before the kill), writes again after {new Quantiles(_recoveries)}");
}
