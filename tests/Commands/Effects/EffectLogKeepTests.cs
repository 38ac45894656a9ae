using System.Buffers;
using AkkaCache.Commands.Effects;
using AkkaCache.Commands.Tests.Fixture;
using AkkaCache.Testing.Allocation;

namespace AkkaCache.Commands.Tests.Effects;

/// <summary>What a log keeps for those who have not read it yet, and what it costs.</summary>
public sealed class EffectLogKeepTests
{
    private const int Ceiling = 4096;

    /// <summary>Readers at their own pace, what is kept for them moving on and back, records of all sizes: the log against a list of everything that was appended.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Log_keeps_what_it_was_asked_to_keep(int seed)
    {
        var random = new Random(seed);
        var log = new EffectLog(Ceiling);
        var copy = new EffectLog(Ceiling);
        var twin = new LogTwin();
        var grown = 0;
        var shrunk = 0;
        var copied = log.Tail;
        var kept = long.MaxValue;
        for (var i = 0; i < 20_000; i++)
        {
            var held = log.HeldBytes;
            Append(log, twin, random);
            Assert.InRange(log.FirstSequence, 1, kept);
            if (random.Next(6) == 0)
            {
                MoveKeep(log, twin, random);
                kept = Math.Max(log.KeepFrom, log.FirstSequence);
            }
            grown += log.HeldBytes > held && held >= Ceiling ? 1 : 0;
            shrunk += log.HeldBytes < held ? 1 : 0;

            Assert.Equal(twin.Last, log.LastSequence);
            Assert.Equal(twin.BytesFrom(kept), log.KeptBytes);
            Assert.True(log.HeldBytes <= Ceiling || log.KeptBytes > Ceiling / 2 || log.HeldBytes == held, $"seed {seed}: {log.HeldBytes} bytes for {log.KeptBytes}");
            if (random.Next(4) == 0) Follow(log, copy, twin, ref copied, random);
            if (i % 100 == 0) twin.CheckSuffix(log);
        }
        Assert.True(grown > 20 && shrunk > 20, $"seed {seed}: grown {grown}, shrunk {shrunk} times");

        log.KeepFrom = long.MaxValue;
        Assert.Equal((Ceiling, 0), (log.HeldBytes, log.KeptBytes));
        twin.CheckSuffix(log);
    }

    [Fact]
    public void Log_that_keeps_nothing_numbers_and_goes_on_with_what_comes_once_it_keeps_again()
    {
        var log = new EffectLog(Ceiling);
        log.Append(CommandBytes.Of("SET", "a", "1").Vector);
        var cursor = log.Tail;
        log.KeepsNothing = true;
        Assert.Equal((0, 0), (log.HeldBytes, log.KeptBytes));

        log.Append(CommandBytes.Of("SET", "a", "2").Vector);
        log.BeginTransaction();
        log.Append(CommandBytes.Of("SET", "a", "3").Vector);
        log.Begin(1);
        log.Argument("X"u8);
        log.End();
        log.EndTransaction();
        log.AppendRaw(RecordsOf("SET", "a", "5"), 0, 1);
        log.IsSuspended = true;
        log.Append(CommandBytes.Of("SET", "a", "x").Vector);
        log.IsSuspended = false;
        Assert.Equal((5L, 6L, 0), (log.LastSequence, log.FirstSequence, log.HeldBytes));
        Assert.Null(log.CursorAt(5));
        Assert.Equal(-1, log.TryRead(ref cursor, long.MaxValue, int.MaxValue, new ArrayBufferWriter<byte>()));

        log.KeepsNothing = false;
        log.KeepFrom = 6;
        log.Append(CommandBytes.Of("SET", "a", "6").Vector);
        log.BeginTransaction();
        log.Append(CommandBytes.Of("SET", "a", "7").Vector);
        log.Append(CommandBytes.Of("SET", "a", "8").Vector);
        log.EndTransaction();
        var effects = log.ReadFrom(6);
        Assert.Equal([(6L, false), (7L, true), (8L, false)], effects.Select(effect => (effect.Sequence, effect.Continued)));
        Assert.Equal(["6", "7", "8"], effects.Select(effect => System.Text.Encoding.ASCII.GetString(effect.Arguments[2])));
        Assert.NotNull(log.CursorAt(6));
    }

    [Fact]
    public void Record_of_many_megabytes_is_kept_until_it_was_read()
    {
        const int bytes = 16 << 20;
        var log = new EffectLog(Ceiling);
        log.Append(CommandBytes.Of("SET", "a", "1").Vector);
        log.KeepFrom = 2;
        log.Append(CommandBytes.Of("SET", "b", new string('x', bytes)).Vector);
        log.Append(CommandBytes.Of("SET", "c", "3").Vector);
        Assert.InRange(log.KeptBytes, bytes, bytes + 1024);
        Assert.Equal(bytes, log.ReadFrom(2)[0].Arguments[2].Length);
        log.KeepFrom = 3;
        Assert.Equal((3, Ceiling), (log.FirstSequence, log.HeldBytes));
        Assert.Equal("3"u8.ToArray(), log.ReadFrom(3)[0].Arguments[2]);
    }

    [Fact]
    public void Keeping_moves_on_with_the_tail_for_a_sequence_beyond_it()
    {
        var log = new EffectLog(Ceiling) { KeepFrom = 1000 };
        Assert.Equal(1, log.KeepFrom);
        for (var i = 0; i < 1000; i++) log.Append(CommandBytes.Of("SET", "k", $"value{i}").Vector);
        Assert.Equal(1, log.FirstSequence);
        Assert.Equal(1000, log.ReadFrom(1).Count);
    }

    [Fact]
    public void Log_that_starts_over_continues_after_the_given_sequence()
    {
        var log = new EffectLog(Ceiling) { KeepFrom = 1 };
        for (var i = 0; i < 1000; i++) log.Append(CommandBytes.Of("SET", "k", $"value{i}").Vector);
        var stale = log.CursorAt(500)!.Value;
        log.StartAt(7000);
        Assert.Equal((7001, 7000, long.MaxValue, Ceiling), (log.FirstSequence, log.LastSequence, log.KeepFrom, log.HeldBytes));
        Assert.Equal(-1, log.TryRead(ref stale, long.MaxValue, 100, new ArrayBufferWriter<byte>()));
        Assert.Empty(log.ReadFrom(7001));
        log.StartAt(499);
        log.Append(CommandBytes.Of("DEL", "other").Vector);
        Assert.Equal(-1, log.TryRead(ref stale, long.MaxValue, 100, new ArrayBufferWriter<byte>()));
        log.StartAt(7000);
        log.Append(CommandBytes.Of("DEL", "k").Vector);
        Assert.Equal(7001, Assert.Single(log.ReadFrom(7001)).Sequence);
    }

    [Fact]
    public void Suspended_log_takes_nothing_and_numbers_nothing()
    {
        var log = new EffectLog(Ceiling);
        log.Append(CommandBytes.Of("SET", "k", "1").Vector);
        log.IsSuspended = true;
        log.Append(CommandBytes.Of("SET", "k", "2").Vector);
        log.BeginTransaction();
        EffectWriter.Delete(log, "k"u8);
        EffectWriter.ExpireAt(log, "k"u8, 7);
        log.EndTransaction();
        log.Append(CommandBytes.Of("SET", "k", new string('x', 2 * Ceiling)).Vector);
        log.IsSuspended = false;
        Assert.Equal((1, 1), (log.FirstSequence, log.LastSequence));
        log.Append(CommandBytes.Of("SET", "k", "3").Vector);
        Assert.Equal([false, false], log.ReadFrom(1).Select(effect => effect.Continued));
        Assert.Equal("3"u8.ToArray(), log.ReadFrom(2)[0].Arguments[2]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0c00")]
    [InlineData("07000000010000000000000000")]
    [InlineData("ff0000000100000000000000")]
    [InlineData("ffffffff0100000000000000")]
    public void Raw_bytes_that_hold_no_record_are_refused(string hex) =>
        Assert.Throws<InvalidDataException>(() => new EffectLog(Ceiling).AppendRaw(Convert.FromHexString(hex), 0, 1));

    [Fact]
    public void Keeping_pace_allocates_nothing()
    {
        var log = new EffectLog(Ceiling);
        var command = CommandBytes.Of("SET", "key", new string('v', 100));
        for (var i = 0; i < 60; i++) log.Append(command.Vector);
        Assert.Equal(0, Allocated.By(200, _ =>
        {
            log.Append(command.Vector);
            log.KeepFrom = log.LastSequence - 3;
        }));
    }

    private static byte[] RecordsOf(params string[] command)
    {
        var log = new EffectLog(Ceiling);
        log.Append(CommandBytes.Of(command).Vector);
        var cursor = log.CursorAt(1)!.Value;
        var target = new ArrayBufferWriter<byte>();
        log.TryRead(ref cursor, 1, int.MaxValue, target);
        return target.WrittenSpan.ToArray();
    }

    private static void Append(EffectLog log, LogTwin twin, Random random)
    {
        var effects = random.Next(10) == 0 ? 1 + random.Next(5) : 0;
        if (effects > 0) log.BeginTransaction();
        for (var i = 0; i < Math.Max(1, effects); i++)
        {
            var size = random.Next(300) == 0 ? random.Next(4 * Ceiling) : random.Next(120);
            var command = CommandBytes.Of("SET", $"k{twin.Last}", new string((char)('a' + random.Next(26)), size));
            if (random.Next(2) == 0) log.Append(command.Vector);
            else EffectWriter.Set(log, command.Vector[1], command.Vector[2]);
            twin.Append(command.Vector, isContinued: i < effects - 1);
        }
        if (effects > 0) log.EndTransaction();
    }

    // Mostly behind the tail by as much as fits, sometimes by much more; now and then back, or off.
    private static void MoveKeep(EffectLog log, LogTwin twin, Random random) => log.KeepFrom = random.Next(8) switch
    {
        0 => long.MaxValue,
        1 => twin.Last - random.Next(200),
        2 => log.KeepFrom,
        _ => Math.Max(log.KeepFrom == long.MaxValue ? 0 : log.KeepFrom, twin.Last - random.Next(400)),
    };

    private static void Follow(EffectLog log, EffectLog copy, LogTwin twin, ref EffectCursor cursor, Random random)
    {
        var target = new ArrayBufferWriter<byte>();
        var from = cursor.Sequence;
        var count = log.TryRead(ref cursor, log.LastSequence, random.Next(2000), target);
        if (count < 0)
        {
            Assert.InRange(from, 0, log.FirstSequence - 1);
            cursor = log.CursorAt(log.FirstSequence)!.Value;
            copy.StartAt(cursor.Sequence - 1);
            return;
        }
        Assert.Equal(twin.Bytes(from, count), target.WrittenSpan);
        Assert.Equal(cursor, log.CursorAt(cursor.Sequence));
        // The copy may hold some of it already: they are sent again and skipped.
        var again = (int)Math.Min(random.Next(3), from - log.FirstSequence);
        copy.AppendRaw(twin.Bytes(from - again, again + count), again, count);
        Assert.Equal(cursor.Sequence - 1, copy.LastSequence);
        twin.CheckSuffix(copy);
    }
}
