using System.Text;
using AkkaCache.Commands.Effects;
using AkkaCache.Commands.Tests.Fixture;

namespace AkkaCache.Commands.Tests.Effects;

public sealed class EffectLogTests
{
    [Fact]
    public void Log_returns_what_was_appended_in_order()
    {
        var log = new EffectLog(1024);
        log.Append(CommandBytes.Of("SET", "k", "v\r\n\0").Vector);
        log.Append(CommandBytes.Of("DEL", "").Vector);
        Assert.Equal((1, 2), (log.FirstSequence, log.LastSequence));
        Assert.Equal(["1: SET k v\r\n\0", "2: DEL "], Texts(log, 1));
        Assert.Equal(["2: DEL "], Texts(log, 2));
        Assert.Empty(Texts(log, 3));
    }

    [Fact]
    public void Log_holds_nothing_before_its_first_effect() => Assert.Equal(0, new EffectLog(1024).HeldBytes);

    [Theory]
    [InlineData(100)]
    [InlineData(511)]
    [InlineData(1000)]
    public void Log_with_a_ceiling_that_is_small_or_no_power_of_two_is_refused(int bytes) => Assert.ThrowsAny<ArgumentException>(() => new EffectLog(bytes));

    [Fact]
    public void Log_at_its_ceiling_forgets_the_oldest_and_keeps_a_suffix()
    {
        const int seed = 11;
        var random = new Random(seed);
        var log = new EffectLog(4096);
        var all = new List<string>();
        for (var i = 1; i <= 5000; i++)
        {
            var arguments = Enumerable.Range(0, 1 + random.Next(4)).Select(_ => new string((char)('a' + random.Next(26)), random.Next(120))).ToArray();
            log.Append(CommandBytes.Of(arguments).Vector);
            all.Add($"{i}: {string.Join(' ', arguments)}");
            Assert.InRange(log.HeldBytes, 0, 4096);
            if (i % 50 == 0) Assert.Equal(all.Skip((int)log.FirstSequence - 1), Texts(log, log.FirstSequence));
        }
        Assert.InRange(log.FirstSequence, 4900, 4999);
        Assert.Throws<ArgumentOutOfRangeException>(() => log.ReadFrom(log.FirstSequence - 1));
    }

    [Fact]
    public void Log_numbers_an_effect_larger_than_its_ceiling_and_begins_anew_behind_it()
    {
        var log = new EffectLog(512);
        log.Append(CommandBytes.Of("SET", "a", "1").Vector);
        log.Append(CommandBytes.Of("SET", "b", new string('x', 600)).Vector);
        Assert.Equal((3, 2), (log.FirstSequence, log.LastSequence));
        Assert.Empty(Texts(log, 3));
        log.Append(CommandBytes.Of("SET", "c", "3").Vector);
        Assert.Equal(["3: SET c 3"], Texts(log, 3));
    }

    [Fact]
    public void Log_takes_an_effect_of_exactly_its_ceiling()
    {
        var log = new EffectLog(512);
        log.Append(CommandBytes.Of("SET", "a", "1").Vector);
        // A header of 8 bytes, a length of 4 per argument.
        log.Append(CommandBytes.Of(new string('x', 512 - 8 - 4)).Vector);
        Assert.Equal((2, 2), (log.FirstSequence, log.LastSequence));
        Assert.Single(Texts(log, 2));
    }

    [Fact]
    public void Effects_of_one_transaction_are_continued_but_for_the_last()
    {
        var log = new EffectLog(1024);
        log.BeginTransaction();
        log.BeginTransaction();
        log.Append(CommandBytes.Of("A").Vector);
        log.EndTransaction();
        log.Append(CommandBytes.Of("B").Vector);
        log.EndTransaction();
        log.Append(CommandBytes.Of("C").Vector);
        Assert.Equal([true, false, false], log.ReadFrom(1).Select(effect => effect.Continued));
    }

    [Fact]
    public void Transaction_without_effects_leaves_no_trace()
    {
        var log = new EffectLog(1024);
        log.Append(CommandBytes.Of("A").Vector);
        log.BeginTransaction();
        log.EndTransaction();
        Assert.Equal([false], log.ReadFrom(1).Select(effect => effect.Continued));
    }

    [Fact]
    public void Transaction_larger_than_the_ceiling_still_ends()
    {
        var log = new EffectLog(512);
        log.BeginTransaction();
        for (var i = 0; i < 100; i++) log.Append(CommandBytes.Of("SET", "k", $"{i:d10}").Vector);
        log.EndTransaction();
        var kept = log.ReadFrom(log.FirstSequence);
        Assert.All(kept.SkipLast(1), effect => Assert.True(effect.Continued));
        Assert.False(kept[^1].Continued);
    }

    private static IEnumerable<string> Texts(EffectLog log, long from) =>
        log.ReadFrom(from).Select(effect => $"{effect.Sequence}: {string.Join(' ', effect.Arguments.Select(Encoding.Latin1.GetString))}");
}
