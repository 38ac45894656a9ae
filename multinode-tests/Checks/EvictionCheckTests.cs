using AkkaCache.Multinode.Load;
using static AkkaCache.Multinode.Checks.Made;

namespace AkkaCache.Multinode.Checks;

public sealed class EvictionCheckTests
{
    [Fact]
    public void Value_may_go_at_any_time_and_be_written_again()
    {
        Assert.Equal(0, Wrong(Set(1, 2, "a"), Get(3, 4, "a"), Get(5, 6, null), Set(7, 8, "b"), Get(9, 10, "b"), Final(null)));
        Assert.Equal(0, Wrong(Set(1, 20, "a"), Get(3, 4, null), Get(5, 6, "a")));
        Assert.Equal(0, Wrong(Unknown(OperationKind.Set, 1, "a"), Get(3, 4, null), Get(5, 6, "a")));
    }

    [Fact]
    public void Value_that_is_back_is_wrong() => Assert.Equal(1, Wrong(Set(1, 2, "a"), Get(3, 4, null), Get(5, 6, "a")));

    [Fact]
    public void Value_that_was_replaced_is_wrong() => Assert.Equal(1, Wrong(Set(1, 2, "a"), Set(3, 4, "b"), Get(5, 6, "a")));

    [Fact]
    public void Value_that_nobody_wrote_is_wrong() => Assert.Equal(1, Wrong(Set(1, 2, "a"), Get(3, 4, "x")));

    [Fact]
    public void Value_that_is_read_before_it_was_written_is_wrong() => Assert.Equal(1, Wrong(Set(3, 4, "a"), Get(1, 2, "a")));

    [Fact]
    public void What_is_gone_at_the_end_is_counted() => Assert.Equal(1, EvictionCheck.Look(new History([Set(1, 2, "a"), Final(null)]), new Findings()));

    private static int Wrong(params LoadOperation[] operations) => Found((history, findings) => EvictionCheck.Look(history, findings), operations).Wrong;
}
