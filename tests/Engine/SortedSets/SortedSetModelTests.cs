using CsCheck;

namespace AkkaCache.Engine.Tests.SortedSets;

/// <summary>Random histories against the naive twin; CsCheck shrinks what fails and prints its seed.</summary>
public sealed class SortedSetModelTests
{
    private enum Kind { Set, Nudge, Remove, RemoveRange, Ask, AskScore, AskRank, AskName, Load, Unload, Clear }

    private readonly record struct Step(Kind Kind, int Member, int Amount);

    private static readonly Gen<Step> AnyStep = Gen.Select(
        Gen.Frequency(
            (30, Kind.Set), (10, Kind.Nudge), (15, Kind.Remove), (4, Kind.RemoveRange), (8, Kind.Ask), (5, Kind.AskScore), (5, Kind.AskRank), (3, Kind.AskName),
            (4, Kind.Load), (3, Kind.Unload), (1, Kind.Clear)),
        Gen.Int[0, 400],
        Gen.Int[0, 300],
        (kind, member, amount) => new Step(kind, member, amount));

    // Few distinct scores: ties everywhere. Many: none.
    [Theory, InlineData(1), InlineData(5), InlineData(301)]
    public void SortedSet_after_any_history_equals_its_naive_twin(int scores) =>
        AnyStep.Array[0, 150].Sample(
            steps =>
            {
                using var boards = new TwinBoards(9);
                foreach (var step in steps) Apply(boards, step, scores);
                boards.AskAll();
            },
            iter: 400);

    [Fact]
    public void SortedSet_same_seed_and_history_gives_the_same_shape() =>
        AnyStep.Array[0, 60].Sample(
            steps =>
            {
                using var first = new TwinBoards(3);
                using var second = new TwinBoards(3);
                foreach (var step in steps)
                {
                    Apply(first, step, 301);
                    Apply(second, step, 301);
                }
                Assert.Equal(first.Real.UsedBytes, second.Real.UsedBytes);
                Assert.Equal(first.Real.Full?.Links.Levels, second.Real.Full?.Links.Levels);
            },
            iter: 100);

    private static void Apply(TwinBoards boards, Step step, int scores)
    {
        var member = TwinBoards.Name(step.Member);
        switch (step.Kind)
        {
            case Kind.Set:
                boards.Set(member, step.Amount % scores);
                break;
            case Kind.Nudge:
                boards.Set(member, (boards.Naive.ScoreOf(member) ?? 0) + (step.Amount % 3) - 1);
                break;
            case Kind.Remove:
                boards.Remove(member);
                break;
            case Kind.RemoveRange:
                boards.RemoveRange(step.Member % (boards.Naive.Count + 1), step.Amount);
                break;
            case Kind.Ask:
                boards.Ask(member);
                break;
            case Kind.AskScore:
                boards.AskCount(step.Amount % scores + (step.Member % 2) * 0.5);
                break;
            case Kind.AskRank:
                boards.AskRank(step.Amount);
                break;
            case Kind.AskName:
                boards.AskNameOrder(member);
                break;
            case Kind.Load:
                // A run of neighbours: fills blocks until they split.
                for (var i = 0; i < step.Amount; i++) boards.Set(TwinBoards.Name((step.Member + i) % 401), (step.Amount + i) % scores);
                break;
            case Kind.Unload:
                for (var i = 0; i < step.Amount; i++) boards.Remove(TwinBoards.Name((step.Member + i) % 401));
                break;
            case Kind.Clear:
                boards.Clear();
                break;
        }
    }
}
