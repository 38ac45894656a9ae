using AkkaCache.Multinode.Load;
using static AkkaCache.Multinode.Checks.Made;

namespace AkkaCache.Multinode.Checks;

public sealed class CounterCheckTests
{
    [Fact]
    public void Every_answered_addition_counts_and_those_of_unknown_outcome_once_or_never()
    {
        Expect(0, 0, Increment(1, 2, 1), Increment(3, 4, 2), Final("2"));
        Expect(0, 0, Increment(1, 2, 1), Unknown(OperationKind.Increment, 3), Final("1"));
        Expect(0, 0, Increment(1, 2, 1), Unknown(OperationKind.Increment, 3), Final("2"));
    }

    [Fact]
    public void Missing_additions_are_lost()
    {
        Expect(1, 0, Increment(1, 2, 1), Increment(3, 4, 2), Final("1"));
        Expect(2, 0, Increment(1, 2, 1), Increment(3, 4, 2), Final(null));
    }

    [Fact]
    public void More_than_may_have_been_executed_is_wrong()
    {
        Expect(0, 1, Increment(1, 2, 1), Final("2"));
        Expect(0, 1, Increment(1, 2, 1), Refused(OperationKind.Increment, 3, 4), Final("2"));
        Expect(0, 1, Increment(1, 2, 1), Unknown(OperationKind.Increment, 3), Final("3"));
    }

    [Fact]
    public void Two_additions_with_one_reply_are_wrong_where_nothing_may_go()
    {
        LoadOperation[] repeated = [Increment(1, 2, 1), Increment(3, 4, 1), Unknown(OperationKind.Increment, 5), Final("2")];
        Expect(0, 1, repeated);
        Assert.Equal((0, 0), Found((history, findings) => CounterCheck.Look(history, isDurable: false, findings), repeated));
    }

    [Fact]
    public void Text_that_is_no_number_is_wrong() => Expect(0, 1, Increment(1, 2, 1), Final("abc"));

    private static void Expect(int lost, int wrong, params LoadOperation[] operations) =>
        Assert.Equal((lost, wrong), Found((history, findings) => CounterCheck.Look(history, isDurable: true, findings), operations));
}
