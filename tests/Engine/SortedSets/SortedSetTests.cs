using System.Text;
using AkkaCache.Engine.SortedSets;

namespace AkkaCache.Engine.Tests.SortedSets;

public sealed class SortedSetTests
{
    private static byte[] B(string text) => Encoding.UTF8.GetBytes(text);

    [Fact]
    public void Set_member_twice_moves_it()
    {
        using var set = new SortedSet(1);
        Assert.Equal(SetResult.Added, set.Set(B("a"), 1));
        Assert.Equal(SetResult.Added, set.Set(B("b"), 2));
        Assert.Equal(SetResult.Moved, set.Set(B("a"), 3));
        Assert.Equal(SetResult.Unchanged, set.Set(B("a"), 3));
        Assert.Equal(1, set.RankOf(B("a"), out var score));
        Assert.Equal(3, score);
        Assert.Equal(2, set.Count);
        set.CheckInvariants();
    }
}
