using System.Globalization;

namespace AkkaCache.Multinode.Checks;

/// <summary>Times in the order of their size, for a line of figures.</summary>
internal sealed class Quantiles(IEnumerable<TimeSpan> times)
{
    private readonly TimeSpan[] _sorted = [.. times.Order()];

    public TimeSpan Median => At(0.5);

    public TimeSpan Worst => At(1);

    /// <summary>The least of the times that so large a share of all does not exceed.</summary>
    public TimeSpan At(double share) => _sorted.Length == 0 ? TimeSpan.Zero : _sorted[Math.Max(0, (int)Math.Ceiling(share * _sorted.Length) - 1)];

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"median {Median.TotalSeconds:F2} s, p90 {At(0.9).TotalSeconds:F2} s, worst {Worst.TotalSeconds:F2} s (of {_sorted.Length})");
}
