using AkkaCache.Multinode.Load;
using static AkkaCache.Multinode.Checks.Made;

namespace AkkaCache.Multinode.Checks;

/// <summary>That histories reach the checker of linearizability as they are; the checker's own tests are with the simulation.</summary>
public sealed class OrderCheckTests
{
    [Fact]
    public void Stale_read_is_wrong()
    {
        Expect(0, Set(1, 2, "1"), Set(3, 6, "2"), Get(4, 5, "1"), Final("2"));
        Expect(1, Set(1, 2, "1"), Set(3, 4, "2"), Get(5, 6, "1"), Final("2"));
    }

    [Fact]
    public void Refused_write_had_no_effect()
    {
        Expect(0, Set(1, 2, "1"), Refused(OperationKind.Set, 3, 4, "2"), Final("1"));
        Expect(1, Set(1, 2, "1"), Refused(OperationKind.Set, 3, 4, "2"), Final("2"));
    }

    [Fact]
    public void Unknown_write_had_one_effect_or_none()
    {
        Expect(0, Increment(1, 2, 1), Unknown(OperationKind.Increment, 3), Get(4, 5, "1"), Final("2"));
        Expect(1, Increment(1, 2, 1), Unknown(OperationKind.Increment, 3), Get(4, 5, "2"), Final("1"));
    }

    [Fact]
    public void Read_without_reply_says_nothing() => Expect(0, Set(1, 2, "1"), Unknown(OperationKind.Get, 3), Final("1"));

    [Fact]
    public void Append_that_answers_a_wrong_length_is_wrong() => Expect(1, Append(1, 2, "1;", 2), Append(3, 4, "2;", 2), Final("1;2;"));

    [Fact]
    public void Member_of_a_board_is_a_register_whatever_its_writes_answer()
    {
        var write = Set(1, 2, "5");
        write.Reply = "1";
        Expect(0, write, Final("5"));
    }

    [Fact]
    public void History_too_much_for_the_checker_is_no_pass()
    {
        var findings = new Findings();
        OrderCheck.Look(new History([Set(1, 2, "1"), Set(3, 4, "2"), Final("2")]), findings, maxStates: 1);
        Assert.Equal(1, findings.Undecided);
        Assert.False(findings.IsClean);
    }

    private static void Expect(int wrong, params LoadOperation[] operations) =>
        Assert.Equal((0, wrong), Found((history, findings) => OrderCheck.Look(history, findings), operations));
}
