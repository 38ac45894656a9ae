using System.Buffers;
using System.Globalization;
using AkkaCache.Commands.Effects;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Commands.Tests.Fixture;
using AkkaCache.Engine.Store;
using AkkaCache.Testing.Allocation;

namespace AkkaCache.Commands.Tests.Effects;

public sealed class EffectApplierTests : IDisposable
{
    private const int Commands = 4000;

    /// <summary>At its ceiling before anything is measured.</summary>
    private const int SmallLog = 1024;

    private static readonly string[] Keys = [.. Enumerable.Range(0, 8).Select(i => $"{{a}}{i}"), "b", "c", "d", "e"];

    private readonly PartitionSpace _space = new(3, new PartitionStore(1), new EffectLog(SmallLog));
    private readonly EffectApplier _applier = new(AllCommands.NewTable());

    public void Dispose()
    {
        _space.Store.Dispose();
        _applier.Dispose();
    }

    /// <summary>Whatever clients send, whatever the copies' clocks say: copies that follow the logs have what the primaries have, and the same logs.</summary>
    [Theory]
    [InlineData(1, 0, 5)]
    [InlineData(2, 0, 5_000_000_000_000)]
    [InlineData(3, 700, 5)]
    [InlineData(4, 700, 5_000_000_000_000)]
    [InlineData(5, 0, 1_700_000_000_000)]
    [InlineData(6, 100, 1_700_000_000_000)]
    public void Copies_follow_random_commands(int seed, long defaultTtlMs, long copyNowMs)
    {
        var random = new Random(seed);
        using var primary = new CommandBench(AllCommands.NewTable().All);
        primary.Settings.DefaultTtlMs = primary.Settings.BoardTtlMs = defaultTtlMs;
        primary.Settings.MaxBoardMembers = 150;
        var copies = primary.Keyspace.Spaces.Select(space => new CopyBench(space) { NowMs = copyNowMs }).ToArray();
        var commands = new RandomCommands(random, Keys) { Members = seed % 2 == 0 ? 12 : 200 };
        for (var i = 1; i <= Commands; i++)
        {
            primary.NowMs += random.Next(40);
            RunSome(primary, commands, random);
            if (random.Next(50) > 0) continue;
            foreach (var copy in copies) copy.Follow(random);
            foreach (var copy in copies) copy.Check($"seed {seed}, after {i} commands");
        }
        primary.Keyspace.CheckInvariants();
        foreach (var copy in copies) copy.Dispose();
        Assert.Empty(primary.Table.All.Where(row => row.Is(CommandFlags.Write)).Select(row => row.Name).Except(commands.Made));
    }

    [Fact]
    public void Copy_keeps_what_is_past_its_time_and_stamps_it_with_its_own()
    {
        const long nowMs = 1_900_000_000_000;
        Apply(nowMs, ["SET", "k", "v", "PXAT", "1000"], ["SET", "l", "v"], ["PEXPIREAT", "l", "2000"], ["APPEND", "k", "w"]);
        Assert.Equal("k String 'vw' 1000\nl String 'v' 2000", StoreDump.Of(_space.Store));
        Assert.Equal(unchecked((uint)(nowMs >> 3)), _space.Store.StampOf(_space.Store.Find("k"u8)));
        Assert.Equal(4, _space.Effects.LastSequence);
    }

    [Fact]
    public void Watchers_of_a_copy_are_told()
    {
        var watcher = new Watcher();
        _space.Watches.Add("k"u8, watcher);
        Apply(5, ["SET", "k", "v"], ["SET", "l", "v"], ["FLUSHALL"]);
        Assert.Equal(2, watcher.Changes);
    }

    [Theory]
    [InlineData("RENAME absent k")]
    [InlineData("INCR s")]
    [InlineData("ZADD s 1 m")]
    [InlineData("GET s")]
    [InlineData("SHUTDOWN")]
    [InlineData("CONFIG SET maxmemory 1")]
    [InlineData("NONSENSE k")]
    [InlineData("SET k")]
    public void Refused_effect_is_reported_and_leaves_the_log(string line)
    {
        Apply(5, ["SET", "s", "text"]);
        var records = Records(line.Split(' '));
        var refusal = Assert.Throws<EffectRefusedException>(() => _applier.Apply(_space, records, 0, 1, 5, isReceiving: false));
        Assert.StartsWith($"effect 2, {line.Split(' ')[0]} of ", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1, _space.Effects.LastSequence);
        Assert.Equal("s String 'text' 0", StoreDump.Of(_space.Store));
    }

    [Fact]
    public void Errors_are_passed_over_while_a_snapshot_is_received()
    {
        var records = Records(["RENAME", "absent", "k"], ["SET", "s", "text"], ["INCR", "s"], ["ZREM", "s", "m"]);
        _applier.Apply(_space, records, 0, 4, 5, isReceiving: true);
        Assert.Equal(4, _space.Effects.LastSequence);
        Assert.Equal("s String 'text' 0", StoreDump.Of(_space.Store));
    }

    [Fact]
    public void Other_bytes_than_announced_are_refused()
    {
        var records = Records(["SET", "k", "1"], ["SET", "k", "2"]);
        Assert.Throws<EffectRefusedException>(() => _applier.Apply(_space, records, 0, 3, 5, isReceiving: true));
        Assert.Throws<EffectRefusedException>(() => _applier.Apply(_space, records, 0, 1, 5, isReceiving: true));
        Assert.Throws<EffectRefusedException>(() => _applier.Apply(_space, records.AsSpan(1), 0, 2, 5, isReceiving: true));
        Assert.Throws<EffectRefusedException>(() => _applier.Apply(_space, records.AsSpan(0, records.Length - 1), 0, 2, 5, isReceiving: true));
        Assert.Throws<EffectRefusedException>(() => _applier.ApplyChunk(_space, records.AsSpan(0, records.Length - 1), 5));
        Assert.Equal(0, _space.Effects.LastSequence);
    }

    [Fact]
    public void Effects_held_already_are_skipped()
    {
        Apply(5, ["SET", "n", "1"], ["INCR", "n"]);
        _applier.Apply(_space, Records(["INCR", "n"], ["INCR", "n"], ["INCR", "n"]), 1, 2, 5, isReceiving: false);
        Assert.Equal("n String '4' 0", StoreDump.Of(_space.Store));
        Assert.Equal(4, _space.Effects.LastSequence);
    }

    [Fact]
    public void Applying_allocates_nothing()
    {
        var members = Enumerable.Range(0, 300).SelectMany(i => new[] { i.ToString(CultureInfo.InvariantCulture), $"member{i}" });
        Apply(5, ["ZADD", "b", .. members], ["SET", "f", "1"], ["SET", "n", "1"], ["RENAME", "n", "o"]);
        var records = Records(
            ["SET", "k", "value"], ["SET", "k", "other", "PXAT", "99"], ["INCR", "o"], ["APPEND", "k", "x"], ["SETRANGE", "k", "0", "y"], ["PERSIST", "k"],
            ["PEXPIREAT", "k", "7"], ["ZADD", "b", "7.5", "member7"], ["ZADD", "b", "GT", "8", "member7"], ["ZREMRANGEBYRANK", "b", "3", "3"], ["ZADD", "b", "3", "member3"],
            ["ZPOPMIN", "b", "2"], ["ZADD", "b", "0", "member0", "1", "member1"], ["RENAME", "k", "l"], ["DEL", "l"]);
        Assert.Equal(0, Allocated.By(100, i => _applier.Apply(_space, records, 0, 15, i, isReceiving: false)));
    }

    private static void RunSome(CommandBench primary, RandomCommands commands, Random random)
    {
        switch (random.Next(12))
        {
            case 0:
                foreach (var space in primary.Keyspace.Spaces) space.Effects.BeginTransaction();
                for (var i = random.Next(6); i > 0; i--) primary.Run(commands.Next(primary.NowMs));
                foreach (var space in primary.Keyspace.Spaces) space.Effects.EndTransaction();
                break;
            case 1:
                foreach (var space in primary.Keyspace.Spaces)
                {
                    while (space.Store.NextExpired(primary.NowMs) is var entry and >= 0) space.Expire(entry);
                }
                break;
            case 2:
                var crowded = primary.SpaceOf(commands.Key());
                if (crowded.Store.Count > 0) crowded.Evict(crowded.Store.Oldest);
                break;
            default:
                primary.Run(commands.Next(primary.NowMs));
                break;
        }
    }

    private void Apply(long nowMs, params string[][] effects) => _applier.Apply(_space, Records(effects), 0, effects.Length, nowMs, isReceiving: false);

    private static byte[] Records(params string[][] effects)
    {
        var log = new EffectLog(1 << 16);
        foreach (var effect in effects) log.Append(CommandBytes.Of(effect).Vector);
        var cursor = log.CursorAt(1)!.Value;
        var records = new ArrayBufferWriter<byte>();
        log.TryRead(ref cursor, long.MaxValue, int.MaxValue, records);
        return records.WrittenSpan.ToArray();
    }
}
