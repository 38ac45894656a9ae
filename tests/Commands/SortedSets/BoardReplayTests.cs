using AkkaCache.Commands.Tests.Fixture;
using CsCheck;

namespace AkkaCache.Commands.Tests.SortedSets;

/// <summary>Effects, applied to an empty copy, make the same boards: what replication rests on.</summary>
public class BoardReplayTests
{
    private static readonly string[] Scores = ["0", "-0", "1", "1.5", "-2.25", "0.1", "0.2", "1e300", "inf", "-inf", "0x1p-3", "bad"];
    private static readonly string[] OptionTexts = ["", "NX ", "XX ", "GT ", "LT CH ", "XX LT ", "CH "];

    private static readonly Gen<string> Key = Gen.Int[0, 2].Select(i => $"k{i}");
    private static readonly Gen<string> Member = Gen.Int[0, 15].Select(i => i == 15 ? new string('x', 80) : $"m{i}");
    private static readonly Gen<string> Score = Gen.Int[0, Scores.Length - 1].Select(i => Scores[i]);
    private static readonly Gen<string> Rank = Gen.Int[-8, 8].Select(i => $"{i}");
    private static readonly Gen<string> Options = Gen.Int[0, OptionTexts.Length - 1].Select(i => OptionTexts[i]);

    private static readonly Gen<string> Command = Gen.Frequency(
        (6, Gen.Select(Key, Options, Score, Member, (k, o, s, m) => $"ZADD {k} {o}{s} {m}")),
        (3, Gen.Select(Key, Options, Score, Member, Score, Member, (k, o, s, m, t, n) => $"ZADD {k} {o}{s} {m} {t} {n}")),
        (3, Gen.Select(Key, Options, Score, Member, (k, o, s, m) => $"ZADD {k} {o}INCR {s} {m}")),
        (3, Gen.Select(Key, Score, Member, (k, s, m) => $"ZINCRBY {k} {s} {m}")),
        (2, Gen.Select(Key, Member, Member, (k, m, n) => $"ZREM {k} {m} {n}")),
        (1, Gen.Select(Key, Rank, Rank, (k, a, b) => $"ZREMRANGEBYRANK {k} {a} {b}")),
        (1, Gen.Select(Key, Score, Score, (k, a, b) => $"ZREMRANGEBYSCORE {k} ({a} {b}")),
        (1, Gen.Select(Key, Rank, (k, n) => $"ZPOPMIN {k} {n}")),
        (1, Gen.Select(Key, (k) => $"ZPOPMAX {k}")));

    [Fact]
    public void Effects_applied_to_a_copy_make_the_same_boards() =>
        Command.List[1, 150].Sample(Replays, iter: 300, print: commands => string.Join('\n', commands));

    private static bool Replays(List<string> commands)
    {
        using var primary = BoardBench.New();
        using var copy = BoardBench.New();
        primary.Settings.BoardTtlMs = 1000;
        primary.Settings.MaxBoardMembers = 12;
        foreach (var command in commands)
        {
            primary.Line(command);
            primary.NowMs += 7;
        }
        foreach (var space in primary.Keyspace.Spaces)
        {
            foreach (var effect in space.Effects.ReadFrom(1)) copy.Apply(space.Index, effect);
        }
        primary.Keyspace.CheckInvariants();
        copy.Keyspace.CheckInvariants();
        // Nothing expires by the clock of the comparison, on either side.
        primary.NowMs = copy.NowMs = 0;
        return Enumerable.Range(0, 3).All(i => State(primary, $"k{i}") == State(copy, $"k{i}"));
    }

    private static string State(CommandBench bench, string key) =>
        bench.Run("ZRANGE", key, "0", "-1", "WITHSCORES") + bench.Run("PEXPIRETIME", key);
}
