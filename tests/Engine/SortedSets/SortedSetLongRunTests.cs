namespace AkkaCache.Engine.Tests.SortedSets;

public sealed class SortedSetLongRunTests
{
    // Members, distinct scores (few = many ties), operations, seed.
    [Theory]
    [InlineData(40, 10, 60_000, 1)]
    [InlineData(150, 1_000_000, 100_000, 2)]
    [InlineData(600, 7, 100_000, 3)]
    [InlineData(3_000, 500, 150_000, 4)]
    [InlineData(3_000, 1, 60_000, 5)]
    public void SortedSet_after_a_long_random_run_equals_its_naive_twin(int members, int scores, int operations, int seed)
    {
        var random = new Random(seed);
        using var boards = new TwinBoards((ulong)seed);
        for (var done = 0; done < operations; done++)
        {
            // Ebb and flow: thousands of operations that mostly add, then as many that mostly remove.
            var growing = done / (members * 4) % 2 == 0;
            var member = TwinBoards.Name(random.Next(members));
            var roll = random.Next(100);
            if (roll < (growing ? 55 : 20)) boards.Set(member, random.Next(scores));
            else if (roll < 65) boards.Remove(member);
            else if (roll < 75) boards.Set(member, (boards.Naive.ScoreOf(member) ?? 0) + random.Next(-2, 3));
            else if (roll < 85) boards.Ask(member);
            else if (roll < 90) boards.AskCount(random.Next(scores) - 0.5 * random.Next(2));
            else if (roll < 95) boards.AskRank(random.Next(-1, boards.Naive.Count + 1));
            else if (roll == 95 && random.Next(members / 20) == 0) boards.RemoveRange(random.Next(boards.Naive.Count + 1), random.Next(members / 2));
            if (done % 500 == 0) boards.AskNameOrder(member);
            if (done % 5_000 == 0) boards.AskAll();
        }
        boards.AskAll();
    }
}
