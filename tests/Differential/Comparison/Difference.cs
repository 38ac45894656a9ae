using System.Globalization;
using System.Text;
using AkkaCache.Differential.Generation;
using AkkaCache.Testing.Wire;

namespace AkkaCache.Differential.Comparison;

/// <summary>A disagreement and how to see it again.</summary>
/// <param name="Position">Index of the step in the sequence; its length when the state afterwards differs.</param>
/// <param name="What">The command, or the question about the state.</param>
/// <param name="Expected">What the reference answered.</param>
/// <param name="Actual">What the candidate answered.</param>
internal sealed record Difference(int Position, string What, Reply Expected, Reply Actual)
{
    public string Describe(int seed, int protocol, IReadOnlyList<Step> steps, IReadOnlyList<Step> shortest, Difference shortestDifference)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"seed {seed}, RESP{protocol}, position {Position} of {steps.Count}: {What}\n");
        text.Append(CultureInfo.InvariantCulture, $"  reference: {Expected.Shortened()}\n  candidate: {Actual.Shortened()}\n");
        text.Append(CultureInfo.InvariantCulture, $"shortest sequence found ({shortest.Count} steps):\n");
        foreach (var step in shortest) text.Append(CultureInfo.InvariantCulture, $"  {step}\n");
        text.Append(CultureInfo.InvariantCulture, $"which differs at {shortestDifference.What}\n");
        text.Append(CultureInfo.InvariantCulture, $"  reference: {shortestDifference.Expected.Shortened()}\n  candidate: {shortestDifference.Actual.Shortened()}\n");
        return text.ToString();
    }
}
