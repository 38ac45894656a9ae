using AkkaCache.Testing.Linearizability;
using static AkkaCache.Simulation.Tests.Linearizability.Calls;

namespace AkkaCache.Simulation.Tests.Linearizability;

public sealed class CheckResultTests
{
    [Fact]
    public void Report_of_a_stale_read_shows_the_order_and_what_breaks_it()
    {
        StringOperation[] history = [Set(0, 1, "a"), Lost(1, StringCall.Increment), Set(2, 3, "b"), Get(4, 5, "a"), Get(6, 7, "b")];
        var report = LinearizabilityChecker.Check(new StringModel(), history).ToString();
        Assert.Equal(
            """
            Not linearizable: 2 operations placed, 3 states visited.
            The longest beginning of an order:
              client 0  [0, 1]  SET a -> OK  makes it a
              client 0  [2, 3]  SET b -> OK  makes it b
            With b none of these leads on:
              client 0  [4, 5]  GET -> a  the model answers b
            Not reached: 1 operations called later.

            """.ReplaceLineEndings(),
            report);
    }

    [Fact]
    public void Order_of_a_linearizable_history_leaves_out_what_had_no_effect()
    {
        StringOperation[] history = [Lost(0, StringCall.Set("x")), Lost(0, StringCall.Set("a")), Get(1, 2, "a")];
        var result = LinearizabilityChecker.Check(new StringModel(), history);
        Assert.Equal([history[1], history[2]], result.Placed.Select(placed => placed.Operation));
        Assert.Empty(result.Blocked);
    }

    [Fact]
    public void Checker_at_its_ceiling_says_that_it_does_not_know()
    {
        StringOperation[] history = [Set(0, 1, "a"), Set(2, 3, "b"), Get(4, 5, "b")];
        Assert.Equal(Verdict.Unknown, LinearizabilityChecker.Check(new StringModel(), history, maxStates: 2).Verdict);
        Assert.Equal(Verdict.Linearizable, LinearizabilityChecker.Check(new StringModel(), history, maxStates: 3).Verdict);
    }

    [Fact]
    public void Operation_that_returned_before_its_call_is_refused() =>
        Assert.Throws<ArgumentException>(() => LinearizabilityChecker.Check(new StringModel(), [Get(2, 1, null)]));
}
