using System.Buffers;
using System.Text;
using AkkaCache.Commands.Effects;
using AkkaCache.Commands.Tests.Fixture;

namespace AkkaCache.Commands.Tests.Effects;

public sealed class EffectCursorTests
{
    private readonly EffectReader _reader = new();

    /// <summary>Several readers follow a log at their own pace: each gets every effect once, in order, and never a transaction in part; or is told that it fell behind.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Readers_get_what_was_appended(int seed)
    {
        var random = new Random(seed);
        var log = new EffectLog(4096);
        var all = new List<string>();
        var cursors = new[] { log.Tail, log.Tail, log.Tail };
        var read = 0;
        var behind = 0;
        for (var i = 0; i < 4000; i++)
        {
            Write(log, all, random);
            var number = random.Next(cursors.Length);
            if (random.Next(number * number * 8 + 1) > 0) continue;
            ref var cursor = ref cursors[number];
            var before = cursor;
            var target = new ArrayBufferWriter<byte>();
            var bytes = random.Next(600);
            var count = log.TryRead(ref cursor, log.LastSequence, bytes, target);
            if (count < 0)
            {
                Assert.InRange(before.Sequence, 0, log.FirstSequence - 1);
                Assert.Null(log.CursorAt(before.Sequence));
                cursor = log.CursorAt(log.FirstSequence)!.Value;
                behind++;
                continue;
            }
            Assert.InRange(before.Sequence, log.FirstSequence, log.LastSequence + 1);
            Assert.Equal(all.Skip((int)before.Sequence - 1).Take(count), Texts(target.WrittenSpan));
            Assert.Equal(before.Sequence + count, cursor.Sequence);
            Assert.Equal(log.CursorAt(cursor.Sequence), cursor);
            if (count == 0) Assert.Equal(log.Tail, cursor);
            else Assert.DoesNotContain('+', all[(int)cursor.Sequence - 2]);
            read += count;
        }
        Assert.InRange(read, 1000, int.MaxValue);
        Assert.InRange(behind, 5, int.MaxValue);
    }

    [Fact]
    public void Reader_takes_at_least_one_and_stops_at_the_last_asked_for()
    {
        var log = new EffectLog(1024);
        for (var i = 1; i <= 5; i++) log.Append(CommandBytes.Of("SET", "k", $"{i}").Vector);
        var cursor = log.CursorAt(2)!.Value;
        Assert.Equal(1, log.TryRead(ref cursor, 5, 0, new ArrayBufferWriter<byte>()));
        Assert.Equal(2, log.TryRead(ref cursor, 4, 1000, new ArrayBufferWriter<byte>()));
        Assert.Equal(5, cursor.Sequence);
        Assert.Null(log.CursorAt(7));
    }

    [Theory]
    [InlineData("0800000000000000")]
    [InlineData("0c00000001000000ffffffff")]
    [InlineData("0c0000000100000001000000")]
    [InlineData("0c000000ffffff7f00000000")]
    [InlineData("ff00000001000000")]
    [InlineData("0700000001000000")]
    [InlineData("0d0000000100000000000000aa")]
    [InlineData("0c0000")]
    public void Bytes_that_are_no_effects_are_refused(string hex)
    {
        var bytes = Convert.FromHexString(hex);
        Assert.Throws<InvalidDataException>(() =>
        {
            var at = 0;
            _reader.TryRead(bytes, ref at, out _, out _);
        });
    }

    private static void Write(EffectLog log, List<string> all, Random random)
    {
        var size = random.Next(8) == 0 ? 1 + random.Next(5) : 0;
        if (size > 0) log.BeginTransaction();
        for (var i = 0; i < Math.Max(1, size); i++)
        {
            // Some are larger than the log.
            var value = new string((char)('a' + random.Next(26)), random.Next(200) == 0 ? 5000 : random.Next(100));
            log.Append(CommandBytes.Of("SET", $"k{all.Count}", value).Vector);
            all.Add($"SET k{all.Count} {value}{(i < size - 1 ? "+" : "")}");
        }
        if (size > 0) log.EndTransaction();
    }

    private List<string> Texts(ReadOnlySpan<byte> bytes)
    {
        var texts = new List<string>();
        var at = 0;
        while (_reader.TryRead(bytes, ref at, out var effect, out var continued))
        {
            var words = new List<string>();
            for (var i = 0; i < effect.Count; i++) words.Add(Encoding.Latin1.GetString(effect[i]));
            texts.Add(string.Join(' ', words) + (continued ? "+" : ""));
        }
        return texts;
    }
}
