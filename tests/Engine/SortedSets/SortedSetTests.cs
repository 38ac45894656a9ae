using System.Text;
using AkkaCache.Engine.SortedSets;

namespace AkkaCache.Engine.Tests.SortedSets;

/// <summary>Examples, each in both forms: a few members stay compact, a long member forces the full form.</summary>
public sealed class SortedSetTests
{
    private static readonly byte[] TooLongForCompact = new byte[65];

    private static byte[] B(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>A set in the wanted form; the member that forces the full form is below all others of the examples by score.</summary>
    private static SortedSet NewSet(bool compact)
    {
        var set = new SortedSet(1);
        if (!compact) set.Set(TooLongForCompact, double.NegativeInfinity);
        return set;
    }

    private static string InOrder(SortedSet set)
    {
        var members = new List<string>();
        for (var cursor = set.At(0); cursor.IsValid; cursor.MoveNext())
        {
            if (cursor.Member.Length != TooLongForCompact.Length) members.Add(Encoding.UTF8.GetString(cursor.Member));
        }
        return string.Join(' ', members);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Set_tells_added_moved_and_unchanged_apart(bool compact)
    {
        using var set = NewSet(compact);
        Assert.Equal(SetResult.Added, set.Set(B("a"), 1));
        Assert.Equal(SetResult.Added, set.Set(B("b"), 2));
        Assert.Equal(SetResult.Moved, set.Set(B("a"), 3));
        Assert.Equal(SetResult.Unchanged, set.Set(B("a"), 3));
        Assert.Equal("b a", InOrder(set));
        set.CheckInvariants();
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Set_equal_scores_order_by_member_bytes_shorter_first(bool compact)
    {
        using var set = NewSet(compact);
        foreach (var name in new[] { "b", "aa", "a", "B", "ab", "é" }) set.Set(B(name), 5);
        Assert.Equal("B a aa ab b é", InOrder(set));
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Set_negative_zero_over_zero_is_unchanged_and_the_first_sign_stays(bool compact)
    {
        using var set = NewSet(compact);
        set.Set(B("minus"), -0.0);
        set.Set(B("plus"), 0.0);
        Assert.Equal(SetResult.Unchanged, set.Set(B("minus"), 0.0));
        Assert.Equal(SetResult.Unchanged, set.Set(B("plus"), -0.0));
        set.TryGetScore(B("minus"), out var minus);
        set.TryGetScore(B("plus"), out var plus);
        Assert.True(double.IsNegative(minus));
        Assert.False(double.IsNegative(plus));
        Assert.Equal("minus plus", InOrder(set));
        Assert.Equal(set.Count, set.CountBelow(0.0, orEqual: true));
        Assert.Equal(set.Count - 2, set.CountBelow(-0.0, orEqual: false));
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Set_infinities_stand_at_the_ends(bool compact)
    {
        using var set = NewSet(compact);
        set.Set(B("top"), double.PositiveInfinity);
        set.Set(B("middle"), double.MaxValue);
        set.Set(B("bottom"), double.NegativeInfinity);
        set.Set(B("low"), double.MinValue);
        Assert.Equal("bottom low middle top", InOrder(set));
        Assert.Equal(set.Count, set.CountBelow(double.PositiveInfinity, orEqual: true));
        Assert.Equal(set.Count - 1, set.CountBelow(double.PositiveInfinity, orEqual: false));
        Assert.Equal(0, set.CountBelow(double.NegativeInfinity, orEqual: false));
        set.CheckInvariants();
    }

    [Theory, InlineData(0), InlineData(1), InlineData(8), InlineData(64), InlineData(65), InlineData(254), InlineData(255), InlineData(256), InlineData(70_000), InlineData(1 << 20)]
    public void Member_of_any_length_is_found_ranked_and_removed(int length)
    {
        using var set = new SortedSet(1);
        var member = new byte[length];
        new Random(length).NextBytes(member);
        set.Set(B("before"), 1);
        Assert.Equal(SetResult.Added, set.Set(member, 2));
        set.Set(B("behind"), 3);
        Assert.Equal(1, set.RankOf(member, out var score));
        Assert.Equal(2, score);
        Assert.Equal(member, set.At(1).Member.ToArray());
        Assert.Equal(SetResult.Moved, set.Set(member, 4));
        Assert.Equal(2, set.RankOf(member, out _));
        set.CheckInvariants();
        Assert.True(set.Remove(member));
        Assert.Equal(-1, set.RankOf(member, out _));
        Assert.False(set.Remove(member));
        set.CheckInvariants();
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Members_of_all_byte_values_stay_apart(bool compact)
    {
        using var set = NewSet(compact);
        var offset = set.Count;
        for (var value = 0; value < 60; value++) set.Set([(byte)(value * 4), 0, (byte)value], 0);
        for (var value = 0; value < 60; value++) Assert.Equal(offset + value, set.RankOf([(byte)(value * 4), 0, (byte)value], out _));
        Assert.Equal(-1, set.RankOf([0, 0, 1], out _));
    }

    [Theory, InlineData(40), InlineData(400)]
    public void CountBelow_member_on_equal_scores_gives_lex_ranges(int members)
    {
        using var set = new SortedSet(1);
        for (var i = 0; i < members; i++) set.Set(B($"{i * 2:D4}"), 0);
        Assert.Equal(members == 40, set.IsCompact);
        Assert.Equal(0, set.CountBelow(""u8, orEqual: true));
        Assert.Equal(7, set.CountBelow(B("0014"), orEqual: false));
        Assert.Equal(8, set.CountBelow(B("0014"), orEqual: true));
        Assert.Equal(8, set.CountBelow(B("0015"), orEqual: false));
        Assert.Equal(8, set.CountBelow(B("00141"), orEqual: false));
        Assert.Equal(members, set.CountBelow(B("a"), orEqual: false));
    }

    [Fact]
    public void Empty_set_answers_everything()
    {
        using var set = new SortedSet(1);
        Assert.Equal(0, set.Count);
        Assert.True(set.IsCompact);
        Assert.False(set.TryGetScore(B("a"), out _));
        Assert.Equal(-1, set.RankOf(B("a"), out _));
        Assert.False(set.Remove(B("a")));
        Assert.Equal(0, set.CountBelow(double.PositiveInfinity, orEqual: true));
        Assert.Equal(0, set.CountBelow(B("a"), orEqual: true));
        Assert.Equal(0, set.RemoveRange(0, 10));
        var cursor = set.At(0);
        Assert.False(cursor.IsValid);
        Assert.False(cursor.MoveNext());
        Assert.False(cursor.MovePrevious());
        set.CheckInvariants();
    }

    [Theory, InlineData(10), InlineData(1000)]
    public void Cursor_leaves_at_both_ends_and_comes_back(int members)
    {
        using var set = new SortedSet(1);
        for (var i = 0; i < members; i++) set.Set(TwinBoards.Name(i), i);
        var cursor = set.At(members - 1);
        Assert.False(cursor.MoveNext());
        Assert.False(cursor.IsValid);
        Assert.True(cursor.MovePrevious());
        Assert.Equal(members - 1, cursor.Score);
        cursor = set.At(0);
        Assert.False(cursor.MovePrevious());
        Assert.True(cursor.MoveNext());
        Assert.Equal(0, cursor.Score);
        Assert.False(set.At(members).IsValid);
        Assert.False(set.At(-1).IsValid);
    }

    [Theory, InlineData(10), InlineData(1000)]
    public void RemoveRange_beyond_the_end_removes_what_is_there(int members)
    {
        using var set = new SortedSet(1);
        for (var i = 0; i < members; i++) set.Set(TwinBoards.Name(i), i);
        Assert.Equal(3, set.RemoveRange(members - 3, int.MaxValue));
        Assert.Equal(0, set.RemoveRange(members, 5));
        Assert.Equal(0, set.RemoveRange(1, 0));
        Assert.Equal(0, set.RemoveRange(1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.RemoveRange(-1, 5));
        Assert.Equal(members - 3, set.Count);
        set.CheckInvariants();
    }
}
