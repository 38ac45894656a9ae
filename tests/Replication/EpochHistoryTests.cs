using AkkaCache.Replication.Copies;
using AkkaCache.Replication.Register;
using CsCheck;

namespace AkkaCache.Replication.Tests;

public class EpochHistoryTests
{
    private static readonly Gen<(int Epoch, int Count)[]> Appends = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 5]).Array[0, 40];

    /// <summary>Against a list with the epoch of every effect.</summary>
    [Fact]
    public void Epoch_at_each_index_is_that_of_the_naive_twin() => Appends.Sample(appends =>
    {
        var (history, twin) = Build(appends);
        Assert.Equal(twin.Count, history.LastIndex);
        Assert.Equal(Epoch.None, history.EpochAt(0));
        Assert.Null(history.EpochAt(twin.Count + 1));
        for (var i = 0; i < twin.Count; i++) Assert.Equal(twin[i], history.EpochAt(i + 1));
    });

    [Fact]
    public void Runs_after_an_index_tell_the_epochs_of_what_follows() => Gen.Select(Appends, Gen.Int[0, 100], Gen.Int[0, 100]).Sample((appends, from, count) =>
    {
        var (history, twin) = Build(appends);
        from = Math.Min(from, twin.Count);
        count = Math.Min(count, twin.Count - from);
        var runs = history.RunsAfter(from, count);
        for (var i = from; i < from + count; i++) Assert.Equal(twin[i], runs.Last(run => run.First <= i + 1).Epoch);
        if (count > 0) Assert.Equal(from + 1, runs[0].First);
        else Assert.Empty(runs);
    });

    [Fact]
    public void Oldest_terms_are_forgotten_and_never_guessed()
    {
        var history = new EpochHistory();
        for (var round = 1; round <= EpochHistory.MaxRuns + 3; round++) history.Append(Epoch.Of(round, 1), 2);
        Assert.Null(history.EpochAt(6));
        Assert.Equal(Epoch.Of(4, 1), history.EpochAt(7));
        Assert.Equal(new Position(Epoch.Of(EpochHistory.MaxRuns + 3, 1), 2 * (EpochHistory.MaxRuns + 3)), history.Last);
    }

    [Fact]
    public void Runs_that_were_taken_over_are_forgotten_too()
    {
        var history = new EpochHistory();
        history.Become([.. Enumerable.Range(1, EpochHistory.MaxRuns + 1).Select(round => new EpochRun(round, Epoch.Of(round, 1)))], EpochHistory.MaxRuns + 1);
        for (var round = 100; round < 200; round++) history.Append(Epoch.Of(round, 1), 1);
        Assert.Equal(EpochHistory.MaxRuns, history.Runs.Length);
    }

    private static (EpochHistory History, List<Epoch> Twin) Build((int Epoch, int Count)[] appends)
    {
        var history = new EpochHistory();
        var twin = new List<Epoch>();
        var round = 1;
        foreach (var (step, count) in appends)
        {
            round += step;
            history.Append(Epoch.Of(round, 1), count);
            for (var i = 0; i < count; i++) twin.Add(Epoch.Of(round, 1));
        }
        return (history, twin);
    }
}
