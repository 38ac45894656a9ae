using AkkaCache.Multinode.Load;
using static AkkaCache.Multinode.Checks.Made;

namespace AkkaCache.Multinode.Checks;

public sealed class RegisterCheckTests
{
    [Fact]
    public void Last_answered_value_at_the_end_is_fine() => Expect(0, 0, Set(1, 2, "a"), Set(3, 4, "b"), Get(5, 6, "b"), Final("b"));

    [Fact]
    public void Answered_write_that_is_not_there_is_lost()
    {
        Expect(1, 0, Set(1, 2, "a"), Set(3, 4, "b"), Final("a"));
        Expect(2, 0, Set(1, 2, "a"), Set(3, 4, "b"), Final(null));
    }

    [Fact]
    public void Concurrent_writes_may_end_either_way()
    {
        Expect(0, 0, Set(1, 5, "a"), Set(2, 4, "b"), Final("a"));
        Expect(0, 0, Set(1, 5, "a"), Set(2, 4, "b"), Final("b"));
    }

    [Fact]
    public void Write_of_unknown_outcome_may_be_there_or_not()
    {
        Expect(0, 0, Set(1, 2, "a"), Unknown(OperationKind.Set, 3, "b"), Final("a"));
        Expect(0, 0, Set(1, 2, "a"), Unknown(OperationKind.Set, 3, "b"), Final("b"));
        Expect(1, 0, Set(1, 2, "a"), Unknown(OperationKind.Set, 3, "b"), Final(null));
    }

    [Fact]
    public void Refused_write_that_is_there_is_wrong() => Expect(0, 1, Set(1, 2, "a"), Refused(OperationKind.Set, 3, 4, "b"), Final("b"));

    [Fact]
    public void Value_that_nobody_wrote_is_wrong() => Expect(0, 1, Set(1, 2, "a"), Get(3, 4, "c"), Final("a"));

    [Fact]
    public void Value_read_before_it_was_written_is_wrong() => Expect(0, 1, Get(1, 2, "a"), Set(3, 4, "a"), Final("a"));

    [Fact]
    public void Torn_pair_is_wrong() => Expect(0, 1, Set(1, 2, "a"), Set(3, 4, "b"), Get(5, 6, "torn: a and b"), Final("b"));

    private static void Expect(int lost, int wrong, params LoadOperation[] operations) => Assert.Equal((lost, wrong), Found(RegisterCheck.Look, operations));
}
