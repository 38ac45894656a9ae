using AkkaCache.Testing.Linearizability;
using static AkkaCache.Simulation.Tests.Linearizability.Calls;

namespace AkkaCache.Simulation.Tests.Linearizability;

/// <summary>Histories whose verdict is plain to see.</summary>
public sealed class KnownHistoriesTests
{
    [Fact]
    public void Nothing_happened() => Good();

    [Fact]
    public void Read_before_any_write_is_nil() => Good(Get(0, 1, null), Set(2, 3, "a"), Get(4, 5, "a"));

    [Fact]
    public void Stale_read() => Bad(Set(0, 1, "a"), Set(2, 3, "b"), Get(4, 5, "a"));

    [Fact]
    public void Stale_nil() => Bad(Set(0, 1, "a"), Get(2, 3, null));

    [Fact]
    public void Read_of_a_value_never_written() => Bad(Set(0, 1, "a"), Get(2, 3, "b"));

    [Fact]
    public void Read_from_the_future() => Bad(Get(0, 1, "a"), Set(2, 3, "a"));

    [Fact]
    public void Read_during_a_write_sees_either()
    {
        Good(Set(0, 1, "a"), Set(2, 9, "b"), Get(3, 4, "a"));
        Good(Set(0, 1, "a"), Set(2, 9, "b"), Get(3, 4, "b"));
        Bad(Set(0, 1, "a"), Set(2, 9, "b"), Get(3, 4, null));
    }

    [Fact]
    public void Reads_during_a_write_do_not_go_back()
    {
        Good(Set(0, 1, "a"), Set(2, 9, "b"), Get(3, 4, "a"), Get(5, 6, "b"));
        Bad(Set(0, 1, "a"), Set(2, 9, "b"), Get(3, 4, "b"), Get(5, 6, "a"));
    }

    [Fact]
    public void Concurrent_writes_may_go_either_way()
    {
        Good(Set(0, 5, "a"), Set(1, 4, "b"), Get(6, 7, "a"));
        Good(Set(0, 5, "a"), Set(1, 4, "b"), Get(6, 7, "b"));
    }

    [Fact]
    public void Two_readers_see_two_writes_in_one_order()
    {
        Good(Set(0, 9, "a"), Set(0, 9, "b"), Get(1, 2, "a"), Get(3, 4, "b"), Get(1, 2, "a"), Get(3, 4, "b"));
        Bad(Set(0, 9, "a"), Set(0, 9, "b"), Get(1, 2, "a"), Get(3, 4, "b"), Get(1, 2, "b"), Get(3, 4, "a"));
    }

    [Fact]
    public void Times_that_touch_are_concurrent()
    {
        Good(Get(0, 1, "a"), Set(1, 2, "a"));
        Good(Set(0, 1, "a"), Get(1, 2, null));
        Good(Get(3, 3, "a"), Set(3, 3, "a"));
    }

    [Fact]
    public void Unknown_write_may_have_happened_or_not()
    {
        Good(Set(0, 1, "a"), Lost(2, StringCall.Set("b")), Get(3, 4, "a"));
        Good(Set(0, 1, "a"), Lost(2, StringCall.Set("b")), Get(3, 4, "b"));
    }

    [Fact]
    public void Unknown_write_may_show_late() => Good(Lost(0, StringCall.Set("b")), Set(1, 2, "a"), Get(3, 4, "a"), Get(5, 6, "b"));

    [Fact]
    public void Unknown_write_once_seen_stays() => Bad(Set(0, 1, "a"), Lost(2, StringCall.Set("b")), Get(3, 4, "b"), Get(5, 6, "a"));

    [Fact]
    public void Unknown_write_does_not_show_before_its_call() => Bad(Get(0, 1, "b"), Lost(2, StringCall.Set("b")));

    [Fact]
    public void Unknown_write_happens_once() => Bad(Lost(0, StringCall.Set("b")), Get(1, 2, "b"), Set(3, 4, "a"), Get(5, 6, "b"));

    [Fact]
    public void Unknown_delete_may_show_late()
    {
        Good(Set(0, 1, "a"), Lost(2, StringCall.Delete), Get(3, 4, "a"), Get(5, 6, null));
        Bad(Set(0, 1, "a"), Lost(2, StringCall.Delete), Get(3, 4, null), Get(5, 6, "a"));
    }

    [Fact]
    public void Lost_update() => Bad(Increment(0, 5, 1), Increment(0, 5, 1));

    [Fact]
    public void Update_lost_after_it_was_confirmed() => Bad(Increment(0, 1, 1), Increment(2, 3, 2), Get(4, 5, "1"));

    [Fact]
    public void Concurrent_increments_are_counted_once_each() => Good(Increment(0, 5, 2), Increment(0, 5, 1), Increment(0, 5, 3), Get(6, 7, "3"));

    [Fact]
    public void Unknown_increment_counts_once_or_never()
    {
        Good(Increment(0, 1, 1), Lost(2, StringCall.Increment), Increment(3, 4, 2));
        Good(Increment(0, 1, 1), Lost(2, StringCall.Increment), Increment(3, 4, 3));
        Bad(Increment(0, 1, 1), Lost(2, StringCall.Increment), Increment(3, 4, 4));
    }

    [Fact]
    public void Unknown_increments_count_each_at_most_once()
    {
        Good(Lost(0, StringCall.Increment), Lost(0, StringCall.Increment), Get(1, 2, "1"), Get(3, 4, "2"));
        Bad(Lost(0, StringCall.Increment), Lost(2, StringCall.Increment), Get(0, 1, "2"));
        Bad(Lost(0, StringCall.Increment), Lost(0, StringCall.Increment), Get(1, 2, "3"));
    }

    [Fact]
    public void Unknown_effects_may_chain_unseen() => Good(Lost(0, StringCall.Set("7")), Lost(0, StringCall.Increment), Lost(0, StringCall.Append("x")), Get(1, 2, "8x"));

    [Fact]
    public void Appends_have_one_order()
    {
        Good(Append(0, 5, "a", 2), Append(0, 5, "b", 1), Get(6, 7, "ba"), Get(8, 9, "ba"));
        Bad(Append(0, 5, "a", 2), Append(0, 5, "b", 1), Get(6, 7, "ab"));
        Bad(Append(0, 1, "a", 1), Append(2, 3, "b", 2), Get(4, 5, "a"));
        Bad(Lost(0, StringCall.Append("a")), Append(1, 2, "b", 1), Get(3, 4, "ab"));
        Good(Lost(0, StringCall.Append("a")), Append(1, 2, "b", 1), Get(3, 4, "ba"));
    }

    [Fact]
    public void Delete_says_whether_it_found_something()
    {
        Good(Set(0, 1, "a"), Delete(2, 5, true), Delete(2, 5, false));
        Bad(Set(0, 1, "a"), Delete(2, 5, true), Delete(2, 5, true));
    }

    [Fact]
    public void Compare_and_set_has_one_winner()
    {
        Good(Swap(0, 5, null, "a", false), Swap(0, 5, null, "b", true), Get(6, 7, "b"));
        Bad(Swap(0, 5, null, "a", true), Swap(0, 5, null, "b", true));
        Bad(Swap(0, 5, null, "a", false), Swap(0, 5, null, "b", false));
        Good(Swap(0, 5, null, "a", false), Swap(0, 5, null, "b", false), Lost(0, StringCall.Set("c")));
    }

    private static void Good(params StringOperation[] history) => Judge(Verdict.Linearizable, history);

    private static void Bad(params StringOperation[] history) => Judge(Verdict.NotLinearizable, history);

    private static void Judge(Verdict expected, StringOperation[] history)
    {
        var result = LinearizabilityChecker.Check(new StringModel(), history);
        Assert.True(expected == result.Verdict, result.ToString());
        Assert.Equal(expected, BruteForce.Check(history));
    }
}
