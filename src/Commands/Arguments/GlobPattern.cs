namespace AkkaCache.Commands.Arguments;

/// <summary>Redis's glob patterns: <c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>[^a]</c>, backslash before a special character.</summary>
/// <remarks>
/// Every element but the star takes exactly one byte, so when an element fails only the last star needs another try, one byte further:
/// at most (bytes of the pattern) × (bytes of the text) steps, whatever the pattern. Two peculiarities of Redis are kept:
/// a star does not match the empty text, and in a class the text's end closes it, a dash before the closing bracket makes a range with it,
/// and ranges compare bytes as signed.
/// </remarks>
public static class GlobPattern
{
    /// <summary>True for the pattern <c>*</c>, which KEYS and the scans take as "no pattern": it accepts the empty text too.</summary>
    public static bool IsEverything(ReadOnlySpan<byte> pattern) => pattern.Length == 1 && pattern[0] == '*';

    /// <param name="pattern">The pattern's bytes.</param>
    /// <param name="text">What to match, all of it.</param>
    /// <param name="ignoreCase">ASCII letters match in either case.</param>
    public static bool Matches(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> text, bool ignoreCase = false)
    {
        if (text.IsEmpty) return pattern.IsEmpty;
        var at = 0;
        var textAt = 0;
        var afterStar = -1;
        var starText = 0;
        while (textAt < text.Length)
        {
            if (at < pattern.Length)
            {
                if (pattern[at] == '*')
                {
                    at = SkipStars(pattern, at);
                    if (at == pattern.Length) return true;
                    afterStar = at;
                    starText = textAt;
                    continue;
                }
                if (Takes(pattern, ref at, text[textAt], ignoreCase))
                {
                    textAt++;
                    continue;
                }
            }
            if (afterStar < 0) return false;
            at = afterStar;
            textAt = ++starText;
        }
        return SkipStars(pattern, at) == pattern.Length;
    }

    private static int SkipStars(ReadOnlySpan<byte> pattern, int at)
    {
        while (at < pattern.Length && pattern[at] == '*') at++;
        return at;
    }

    /// <summary>Whether the element at <paramref name="at"/> takes the byte; moves behind the element when it does.</summary>
    private static bool Takes(ReadOnlySpan<byte> pattern, ref int at, byte value, bool ignoreCase)
    {
        switch (pattern[at])
        {
            case (byte)'?':
                at++;
                return true;
            case (byte)'[':
                return ClassTakes(pattern, ref at, value, ignoreCase);
            case (byte)'\\' when at + 1 < pattern.Length:
                at++;
                break;
        }
        if (!Same(pattern[at], value, ignoreCase)) return false;
        at++;
        return true;
    }

    private static bool ClassTakes(ReadOnlySpan<byte> pattern, ref int at, byte value, bool ignoreCase)
    {
        var i = at + 1;
        var negated = i < pattern.Length && pattern[i] == '^';
        if (negated) i++;
        var found = false;
        for (; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\' && i + 1 < pattern.Length)
            {
                found |= pattern[++i] == value;
            }
            else if (pattern[i] == ']')
            {
                i++;
                break;
            }
            else if (i + 2 < pattern.Length && pattern[i + 1] == '-')
            {
                found |= InRange(pattern[i], pattern[i + 2], value, ignoreCase);
                i += 2;
            }
            else
            {
                found |= Same(pattern[i], value, ignoreCase);
            }
        }
        if (found == negated) return false;
        at = i;
        return true;
    }

    private static bool InRange(byte first, byte last, byte value, bool ignoreCase)
    {
        int low = Math.Min((sbyte)first, (sbyte)last);
        int high = Math.Max((sbyte)first, (sbyte)last);
        int signed = (sbyte)value;
        if (ignoreCase)
        {
            low = Lower(low);
            high = Lower(high);
            signed = Lower(signed);
        }
        return signed >= low && signed <= high;
    }

    private static bool Same(byte pattern, byte value, bool ignoreCase) =>
        pattern == value || (ignoreCase && Lower(pattern) == Lower(value));

    private static int Lower(int c) => c is >= 'A' and <= 'Z' ? c + 0x20 : c;
}
