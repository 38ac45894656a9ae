using System.Buffers;
using System.Runtime.InteropServices;
using AkkaCache.Commands.Effects;
using AkkaCache.Commands.Table;
using AkkaCache.Commands.Tests.Fixture;
using AkkaCache.Engine.Store;

namespace AkkaCache.Commands.Tests.Effects;

public sealed class CopyDigesterTests : IDisposable
{
    private readonly CommandBench _primary = new(AllCommands.NewTable().All);
    private readonly Random _random = new(5);
    private readonly CopyDigester _digester = new();
    private readonly CopyDigester _checker = new();

    public void Dispose() => _primary.Dispose();

    /// <summary>Slices made between random commands match on a copy that has got as far, round after round.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Slices_match_on_a_copy_at_the_same_effect(int seed)
    {
        var random = new Random(seed);
        var keys = Enumerable.Range(0, 3000).Select(i => $"{{a}}{i}").ToArray();
        var commands = new RandomCommands(random, keys) { Members = 300 };
        using var copy = CopyOf("{a}");
        var rounds = 0;
        var slices = 0;
        while (rounds < 15)
        {
            for (var i = random.Next(20); i > 0; i--) _primary.Run(commands.Next(_primary.NowMs++));
            if (rounds % 5 == 0 && random.Next(10) == 0) _primary.Run("SET", keys[0], new string('x', random.Next(4 << 20)));
            if (rounds % 5 == 4) foreach (var key in keys) _primary.Run("SET", key, "v");
            copy.Follow(random);
            if (_digester.Next(_primary.SpaceOf("{a}")) is not { } slice)
            {
                rounds++;
                continue;
            }
            slices++;
            Assert.True(_checker.Matches(copy.Space, Sent(slice)), $"seed {seed}: {slice}");
        }
        Assert.InRange(slices, 30, int.MaxValue);
    }

    [Theory]
    [InlineData("string")]
    [InlineData("end of a long string")]
    [InlineData("due")]
    [InlineData("score")]
    [InlineData("score of a large board")]
    [InlineData("member")]
    [InlineData("sign of zero")]
    [InlineData("missing key")]
    [InlineData("further key")]
    [InlineData("kind")]
    public void Round_finds_the_slightest_difference(string what)
    {
        for (var i = 0; i < 5000; i++) _primary.Run("SET", $"{{a}}{i}", $"value {i}");
        for (var i = 0; i < 3000; i++) _primary.Run("ZADD", "{a}large", $"{i}", $"member{i}");
        _primary.Run("ZADD", "{a}small", "0", "zero", "1", "one");
        _primary.Run("SET", "{a}long", new string('x', 5 << 20));
        using var copy = CopyOf("{a}");
        copy.Follow(_random);
        Assert.Equal(0, Differences(copy));
        var store = copy.Space.Store;
        switch (what)
        {
            case "string": store.SetString(store.Find("{a}77"u8), "value 7"u8); break;
            case "end of a long string": store.ResizeString(store.Find("{a}long"u8), 5 << 20)[^1] = (byte)'y'; break;
            case "due": store.SetDue(store.Find("{a}77"u8), 1); break;
            case "score": store.BoardOf(store.Find("{a}small"u8)).Set("one"u8, 1.5); break;
            case "score of a large board": store.BoardOf(store.Find("{a}large"u8)).Set("member2900"u8, 2900.5); break;
            case "member": store.BoardOf(store.Find("{a}large"u8)).Set("member3000"u8, 3000); break;
            case "sign of zero":
                store.BoardOf(store.Find("{a}small"u8)).Remove("zero"u8);
                store.BoardOf(store.Find("{a}small"u8)).Set("zero"u8, -0.0);
                break;
            case "missing key": store.Remove(store.Find("{a}4999"u8)); break;
            case "further key": store.AddString("{a}5000"u8, "v"u8, 0); break;
            case "kind":
                store.Remove(store.Find("{a}small"u8));
                store.AddString("{a}small"u8, default, 0);
                break;
        }
        // One more member changes the size, which is in each part of a long value.
        Assert.InRange(Differences(copy), 1, 4);
    }

    /// <summary>Of two equal copies one has a member in its order that its index does not know.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Board_that_contradicts_itself_is_found(bool onPrimary)
    {
        for (var i = 0; i < 3000; i++) _primary.Run("ZADD", "{a}large", $"{i}", $"member{i}");
        using var copy = CopyOf("{a}");
        copy.Follow(_random);
        Assert.Equal(0, Differences(copy));
        var store = onPrimary ? _primary.SpaceOf("{a}").Store : copy.Space.Store;
        var member = store.BoardOf(store.Find("{a}large"u8)).At(1500).Member;
        ref var first = ref MemoryMarshal.GetReference(member);
        first = (byte)'x';
        try
        {
            Differences(copy);
            Assert.Fail("nothing was found");
        }
        catch (InvalidDataException)
        {
            // As it must; the bench looks at the store itself when it is disposed.
            first = (byte)'m';
        }
    }

    [Fact]
    public void Store_with_another_seed_cannot_tell()
    {
        _primary.Run("SET", "k", "v");
        using var other = new PartitionStore(12345);
        Assert.Null(_checker.Matches(new(0, other, new EffectLog(1024)), _digester.Next(_primary.SpaceOf("k"))!));
    }

    [Fact]
    public void Range_that_would_take_long_is_given_up()
    {
        for (var i = 0; i < 40_000; i++) _primary.Run("SET", $"{{a}}{i}", "v");
        var store = _primary.SpaceOf("{a}");
        Assert.False(_checker.Matches(store, new DigestSlice(store.Store.Seed, 0, 1L << 32, null, 0)));
    }

    [Theory]
    [InlineData(-1, 5, false, 0)]
    [InlineData(6, 5, false, 0)]
    [InlineData(0, (1L << 32) + 1, false, 0)]
    [InlineData(1L << 32, 1L << 32, false, 0)]
    [InlineData(0, 1L << 31, true, 0)]
    [InlineData(0, 1 << 21, true, 0)]
    [InlineData(0, 5, false, 1)]
    [InlineData(0, 5, false, -1)]
    public void Bytes_that_are_no_slice_are_none(long first, long end, bool hasKey, int more)
    {
        var target = new ArrayBufferWriter<byte>();
        new DigestSlice(1, first, end, hasKey ? [1, 2] : null, 3).Write(target);
        byte[] bytes = [.. target.WrittenSpan, 0];
        Assert.Null(DigestSlice.Read(bytes.AsSpan(0, target.WrittenCount + more)));
    }

    private static DigestSlice Sent(DigestSlice slice)
    {
        var target = new ArrayBufferWriter<byte>();
        slice.Write(target);
        return DigestSlice.Read(target.WrittenSpan)!;
    }

    private CopyBench CopyOf(string key)
    {
        var copy = new CopyBench(_primary.SpaceOf(key));
        using var cutter = new SnapshotCutter(_primary.SpaceOf(key));
        while (cutter.TryCutNext(out var chunk)) copy.Take(chunk);
        return copy;
    }

    private int Differences(CopyBench copy)
    {
        var differences = 0;
        while (_digester.Next(_primary.SpaceOf("{a}")) is { } slice)
        {
            if (_checker.Matches(copy.Space, Sent(slice)) != true) differences++;
        }
        return differences;
    }
}
