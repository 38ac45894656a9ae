using System.Text;
using AkkaCache.Engine.SortedSets;

namespace AkkaCache.Engine.Tests.SortedSets;

/// <summary>A sorted set and its naive twin: every operation goes to both, and their answers must agree.</summary>
internal sealed class TwinBoards(ulong seed) : IDisposable
{
    public SortedSet Real { get; } = new(seed);

    public NaiveSortedSet Naive { get; } = new();

    public static byte[] Name(int number) => Encoding.ASCII.GetBytes($"m{number}");

    public void Set(byte[] member, double score)
    {
        var expected = Naive.ScoreOf(member) is not { } old ? SetResult.Added : old == score ? SetResult.Unchanged : SetResult.Moved;
        Naive.Set(member, score);
        Assert.Equal(expected, Real.Set(member, score));
    }

    public void Remove(byte[] member) => Assert.Equal(Naive.Remove(member), Real.Remove(member));

    public void RemoveRange(int rank, int count) => Assert.Equal(Naive.RemoveRange(rank, count), Real.RemoveRange(rank, count));

    public void Clear()
    {
        Naive.Clear();
        Real.Clear();
    }

    public void Ask(byte[] member)
    {
        var score = Naive.ScoreOf(member);
        Assert.Equal(score is not null, Real.TryGetScore(member, out var realScore));
        Assert.Equal(score ?? 0, realScore);
        Assert.Equal(Naive.RankOf(member), Real.RankOf(member, out realScore));
        Assert.Equal(score ?? 0, realScore);
    }

    public void AskCount(double score)
    {
        Assert.Equal(Naive.CountBelow(score, false), Real.CountBelow(score, false));
        Assert.Equal(Naive.CountBelow(score, true), Real.CountBelow(score, true));
    }

    /// <summary>Counts by name, which mean something when all scores are equal.</summary>
    public void AskNameOrder(byte[] member)
    {
        for (var rank = 1; rank < Naive.Count; rank++)
        {
            if (Naive[rank].Score != Naive[0].Score) return;
        }
        Assert.Equal(Naive.CountBelow(member, false), Real.CountBelow(member, false));
        Assert.Equal(Naive.CountBelow(member, true), Real.CountBelow(member, true));
    }

    public void AskRank(int rank)
    {
        var cursor = Real.At(rank);
        Assert.Equal((uint)rank < (uint)Naive.Count, cursor.IsValid);
        if (!cursor.IsValid) return;
        Assert.Equal(Naive[rank].Member, cursor.Member.ToArray());
        Assert.Equal(Naive[rank].Score, cursor.Score);
    }

    /// <summary>Everything, forwards and backwards, and the invariants.</summary>
    public void AskAll()
    {
        Assert.Equal(Naive.Count, Real.Count);
        var rank = 0;
        var cursor = Real.At(0);
        for (; cursor.IsValid; cursor.MoveNext(), rank++) SameAt(rank, cursor);
        Assert.Equal(Naive.Count, rank);
        if (rank > 0)
        {
            Assert.True(cursor.MovePrevious());
            for (; cursor.IsValid; cursor.MovePrevious()) SameAt(--rank, cursor);
        }
        Assert.Equal(0, rank);
        Real.CheckInvariants();
    }

    public void Dispose() => Real.Dispose();

    private void SameAt(int rank, Cursor cursor)
    {
        if (!cursor.Member.SequenceEqual(Naive[rank].Member) || !cursor.Score.Equals(Naive[rank].Score))
            Assert.Fail($"rank {rank}: {Convert.ToHexString(cursor.Member)} {cursor.Score}, expected {Convert.ToHexString(Naive[rank].Member)} {Naive[rank].Score}");
    }
}
