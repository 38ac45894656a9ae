namespace AkkaCache.Commands.Arguments;

/// <summary>Scores from <paramref name="Min"/> to <paramref name="Max"/>; an open end does not belong to the range.</summary>
public readonly record struct ScoreRange(double Min, double Max, bool MinOpen, bool MaxOpen)
{
    /// <summary>Reads the two ends; <c>(</c> in front opens one. False: "min or max is not a float".</summary>
    public static bool TryParse(ReadOnlySpan<byte> min, ReadOnlySpan<byte> max, out ScoreRange range)
    {
        range = default;
        if (!TryParseEnd(min, out var minScore, out var minOpen) || !TryParseEnd(max, out var maxScore, out var maxOpen)) return false;
        range = new ScoreRange(minScore, maxScore, minOpen, maxOpen);
        return true;
    }

    private static bool TryParseEnd(ReadOnlySpan<byte> text, out double score, out bool open)
    {
        open = !text.IsEmpty && text[0] == '(';
        return FloatText.TryParseBound(open ? text[1..] : text, out score);
    }
}
