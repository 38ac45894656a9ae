using AkkaCache.Multinode.Load;
using static AkkaCache.Multinode.Checks.Made;

namespace AkkaCache.Multinode.Checks;

public sealed class AppendCheckTests
{
    [Fact]
    public void Every_text_once_where_its_reply_says_is_fine()
    {
        Expect(0, 0, Append(1, 2, "1;", 2), Append(3, 4, "2;", 4), Get(3, 5, "1;"), Final("1;2;"));
        Expect(0, 0, Append(1, 5, "1;", 4), Append(2, 4, "2;", 2), Final("2;1;"));
        Expect(0, 0, Append(1, 2, "1;", 2), Unknown(OperationKind.Append, 3, "2;"), Append(4, 5, "3;", 4), Final("1;3;2;"));
        Expect(0, 0, Append(1, 2, "1;", 2), Unknown(OperationKind.Append, 3, "2;"), Final("1;"));
    }

    [Fact]
    public void Answered_text_that_is_not_there_is_lost()
    {
        Expect(1, 0, Append(1, 2, "1;", 2), Append(3, 4, "2;", 4), Final("1;"));
        Expect(2, 0, Append(1, 2, "1;", 2), Append(3, 4, "2;", 4), Final(null));
    }

    [Fact]
    public void Text_twice_is_wrong() => Expect(0, 1, Append(1, 2, "1;", 2), Final("1;1;"));

    [Fact]
    public void Text_that_nobody_appended_is_wrong()
    {
        Expect(0, 1, Append(1, 2, "1;", 2), Final("1;9;"));
        Expect(0, 1, Append(1, 2, "1;", 2), Refused(OperationKind.Append, 3, 4, "2;"), Final("1;2;"));
    }

    [Fact]
    public void Texts_against_the_clock_are_wrong() => Assert.Equal((0, 1), Found((history, findings) => AppendCheck.Look(history, isDurable: false, findings),
        Append(1, 2, "1;", 2), Append(3, 4, "2;", 4), Final("2;1;")));

    [Fact]
    public void Text_of_unknown_outcome_before_its_call_is_wrong() => Expect(0, 1, Append(1, 2, "1;", 2), Append(3, 4, "2;", 6), Unknown(OperationKind.Append, 5, "3;"), Final("1;3;2;"));

    [Fact]
    public void Text_elsewhere_than_its_reply_says_is_wrong_where_nothing_may_go() => Expect(0, 1, Append(1, 5, "1;", 2), Append(2, 4, "2;", 2), Final("2;1;"));

    [Fact]
    public void Reading_that_is_no_beginning_of_the_end_is_wrong_where_nothing_may_go() =>
        Expect(0, 1, Append(1, 2, "1;", 2), Unknown(OperationKind.Append, 3, "2;"), Append(4, 9, "3;", 4), Get(5, 6, "1;2;"), Final("1;3;2;"));

    private static void Expect(int lost, int wrong, params LoadOperation[] operations) =>
        Assert.Equal((lost, wrong), Found((history, findings) => AppendCheck.Look(history, isDurable: true, findings), operations));
}
