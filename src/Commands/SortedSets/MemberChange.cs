using AkkaCache.Engine.SortedSets;

namespace AkkaCache.Commands.SortedSets;

/// <summary>Sets or increments one member's score under the conditions of ZADD.</summary>
internal static class MemberChange
{
    /// <remarks><paramref name="score"/> is the score or the increment; on return the score that was wanted or reached.</remarks>
    public static ChangeResult Apply(SortedSet board, ReadOnlySpan<byte> member, ref double score, AddOptions options)
    {
        if ((options & (AddOptions.Conditions | AddOptions.Increment)) != 0)
        {
            if (board.TryGetScore(member, out var current))
            {
                if ((options & AddOptions.OnlyNew) != 0) return ChangeResult.Refused;
                if ((options & AddOptions.Increment) != 0)
                {
                    score += current;
                    if (double.IsNaN(score)) return ChangeResult.NotANumber;
                }
                if ((options & AddOptions.OnlyUp) != 0 && score <= current) return ChangeResult.Refused;
                if ((options & AddOptions.OnlyDown) != 0 && score >= current) return ChangeResult.Refused;
            }
            else if ((options & AddOptions.OnlyPresent) != 0)
            {
                return ChangeResult.Refused;
            }
        }
        return board.Set(member, (options & AddOptions.Exact) != 0 ? Exact(board, member, score) : Stored(board, member, score)) switch
        {
            SetResult.Added => ChangeResult.Added,
            SetResult.Moved => ChangeResult.Moved,
            _ => ChangeResult.Same,
        };
    }

    // Zeros of either sign are equal to the board, which would keep the one that it has.
    private static double Exact(SortedSet board, ReadOnlySpan<byte> member, double score)
    {
        if (score == 0 && board.TryGetScore(member, out var held) && held == 0 && double.IsNegative(held) != double.IsNegative(score)) board.Remove(member);
        return score;
    }

    // Redis's compact form keeps whole scores as integers, which have no negative zero; its large form keeps the sign.
    private static double Stored(SortedSet board, ReadOnlySpan<byte> member, double score) => score == 0 && board.StaysCompact(member) ? 0 : score;
}

/// <summary>What <see cref="MemberChange.Apply"/> did.</summary>
internal enum ChangeResult : byte
{
    /// <summary>The member has that score already.</summary>
    Same,

    Moved,
    Added,

    /// <summary>A condition forbade it.</summary>
    Refused,

    /// <summary>The sum of opposite infinities.</summary>
    NotANumber,
}
