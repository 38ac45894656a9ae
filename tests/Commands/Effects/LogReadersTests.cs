using System.Buffers;
using AkkaCache.Commands.Effects;
using AkkaCache.Commands.Tests.Fixture;

namespace AkkaCache.Commands.Tests.Effects;

public sealed class LogReadersTests
{
    [Fact]
    public void Readers_get_what_they_ask_for_wherever_they_stand()
    {
        var random = new Random(3);
        var log = new EffectLog(4096);
        var twin = new LogTwin();
        var readers = new LogReaders(log);
        var next = Enumerable.Repeat(1L, 12).ToArray();
        var forgotten = 0;
        for (var i = 0; i < 5000; i++)
        {
            var command = CommandBytes.Of("SET", $"k{i}", new string('v', random.Next(80)));
            log.Append(command.Vector);
            twin.Append(command.Vector, isContinued: false);
            ref var mine = ref next[random.Next(next.Length)];
            if (random.Next(10) == 0) mine = Math.Max(1, mine - random.Next(5));
            var target = new ArrayBufferWriter<byte>();
            var count = readers.TryRead(mine, log.LastSequence, random.Next(900), target);
            if (count < 0)
            {
                Assert.InRange(mine, 1, log.FirstSequence - 1);
                mine = log.FirstSequence;
                forgotten++;
                continue;
            }
            Assert.Equal(twin.Bytes(mine, count), target.WrittenSpan);
            mine += count;
        }
        Assert.InRange(forgotten, 10, int.MaxValue);
        Assert.Equal(-1, readers.TryRead(log.LastSequence + 2, long.MaxValue, 100, new ArrayBufferWriter<byte>()));
    }

    [Fact]
    public void Places_in_a_log_that_started_over_are_void()
    {
        var log = new EffectLog(4096);
        var readers = new LogReaders(log);
        for (var i = 0; i < 10; i++) log.Append(CommandBytes.Of("SET", "k", $"{i}").Vector);
        Assert.Equal(10, readers.TryRead(1, long.MaxValue, 10_000, new ArrayBufferWriter<byte>()));
        log.StartAt(9);
        log.Append(CommandBytes.Of("DEL", "a longer key than before").Vector);
        log.Append(CommandBytes.Of("DEL", "k").Vector);
        Assert.Equal(11, log.LastSequence);
        var target = new ArrayBufferWriter<byte>();
        Assert.Equal(1, readers.TryRead(11, long.MaxValue, 10_000, target));
        Assert.Equal(8 + 4 + 3 + 4 + 1, target.WrittenCount);
    }
}
