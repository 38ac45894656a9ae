using System.Diagnostics.Metrics;
using System.Text;
using AkkaCache.Client.Near;
using AkkaCache.Testing.Allocation;
using Microsoft.Extensions.Time.Testing;

namespace AkkaCache.Client.Tests.Near;

public sealed class NearCacheTests
{
    private const int OverheadBytes = 200;

    private readonly FakeTimeProvider _time = new();
    private readonly NearCache _near;

    public NearCacheTests() => _near = New(new NearCacheOptions { MaxItems = 3 });

    [Fact]
    public void What_was_read_is_there_also_that_a_key_is_absent()
    {
        Assert.False(_near.TryGet("k", out _));
        Assert.True(Keep("k", "v"));
        Assert.True(Keep("absent", null));
        Assert.Equal("v", Get("k"));
        Assert.Equal("v", Get("k"u8.ToArray()));
        Assert.True(_near.TryGet("absent", out var value));
        Assert.Null(value);
    }

    [Fact]
    public void Reply_that_may_not_be_kept_is_not() => Assert.False(Keep("k", "v", ageMs: 0));

    [Fact]
    public void Change_forgets_the_key_and_no_other()
    {
        Keep("k", "v");
        Keep("l", "w");
        _near.Forget("k"u8);
        Assert.Null(Get("k"));
        Assert.Equal("w", Get("l"));
        Assert.Equal(OverheadBytes + 2, _near.Bytes);
    }

    // The race that the tickets are for: the word of a change overtakes the reply with the value before it.
    [Fact]
    public void Reply_to_a_read_that_was_under_way_when_the_change_was_told_is_not_kept()
    {
        var before = _near.TicketFor("k"u8);
        _near.Forget("k"u8);
        Assert.False(_near.TryKeep("k"u8.ToArray(), 0, before, new NearReply("old"u8.ToArray(), -1, null)));
        Assert.Null(Get("k"));
        Assert.True(Keep("k", "new"));
        Assert.False(_near.TryKeep("k"u8.ToArray(), 0, before, new NearReply("old"u8.ToArray(), -1, null)));
        Assert.Equal("new", Get("k"));
    }

    [Fact]
    public void Reply_to_a_read_that_was_under_way_when_a_link_was_lost_is_not_kept()
    {
        var before = _near.TicketFor("k"u8);
        _near.ForgetFrom(new object());
        Assert.False(_near.TryKeep("k"u8.ToArray(), 0, before, new NearReply("old"u8.ToArray(), -1, null)));
    }

    [Fact]
    public void Lost_link_and_changed_partition_forget_what_is_theirs()
    {
        var (one, other) = (new object(), new object());
        Keep("a", "1", source: one);
        Keep("b", "2", source: other, partition: 1);
        Keep("c", "3", source: other, partition: 2);
        _near.ForgetFrom(one);
        Assert.Equal((null, "2", "3"), (Get("a"), Get("b"), Get("c")));
        _near.ForgetPartition(1);
        Assert.Equal((null, "3"), (Get("b"), Get("c")));
    }

    [Fact]
    public void Key_ends_with_its_time_counted_from_when_it_was_asked_for()
    {
        var ticket = _near.TicketFor("k"u8);
        _time.Advance(TimeSpan.FromMilliseconds(400));
        _near.TryKeep("k"u8.ToArray(), 0, ticket, new NearReply("v"u8.ToArray(), 1000, null));
        _time.Advance(TimeSpan.FromMilliseconds(599));
        Assert.Equal("v", Get("k"));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(Get("k"));
    }

    [Fact]
    public void Nothing_is_kept_longer_than_the_longest_age()
    {
        Keep("k", "v");
        Keep("l", "v", ageMs: long.MaxValue);
        _time.Advance(TimeSpan.FromMinutes(1) - TimeSpan.FromTicks(1));
        Assert.Equal(("v", "v"), (Get("k"), Get("l")));
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal((null, null), (Get("k"), Get("l")));
    }

    [Fact]
    public void Item_that_was_not_used_goes_first()
    {
        Keep("a", "1");
        Keep("b", "2");
        Keep("c", "3");
        Assert.Equal("1", Get("a"));
        Keep("d", "4");
        Assert.Equal(("1", null, "3", "4"), (Get("a"), Get("b"), Get("c"), Get("d")));
        Assert.Equal(3, _near.Count);
        Keep("e", "5");
        Assert.Equal(3, _near.Count);
    }

    [Fact]
    public void Bytes_are_bounded_and_what_is_larger_than_all_of_them_is_not_kept()
    {
        var near = New(new NearCacheOptions { MaxBytes = 64 << 10 });
        for (var i = 0; i < 1_000; i++)
        {
            var key = Encoding.ASCII.GetBytes($"{i}");
            Assert.True(near.TryKeep(key, 0, near.TicketFor(key), new NearReply(new byte[1_000], -1, null)));
            Assert.InRange(near.Bytes, 1, 64 << 10);
        }
        Assert.Equal((64 << 10) / (OverheadBytes + 1_003), near.Count);
        Assert.False(near.TryKeep("large"u8.ToArray(), 0, near.TicketFor("large"u8), new NearReply(new byte[64 << 10], -1, null)));
    }

    [Fact]
    public void Closed_cache_keeps_nothing()
    {
        Keep("k", "v");
        _near.Close();
        Assert.Null(Get("k"));
        Assert.False(Keep("k", "v"));
        Assert.Equal((0, 0L), (_near.Count, _near.Bytes));
    }

    [Fact]
    public void Hit_allocates_nothing()
    {
        var near = new NearCache(new NearCacheOptions(), TimeProvider.System);
        var text = "user:123456:profile";
        var bytes = Encoding.UTF8.GetBytes(text);
        near.TryKeep(bytes, 0, near.TicketFor(bytes), new NearReply(new byte[32], -1, null));
        var hits = 0;
        Assert.Equal(0, Allocated.By(10_000, _ => hits += near.TryGet(text, out var _) ? 1 : 0));
        Assert.Equal(0, Allocated.By(10_000, _ => hits += near.TryGet(bytes, out var _) ? 1 : 0));
        Assert.Equal(40_000, hits);
    }

    [Fact]
    public void What_happens_is_counted()
    {
        var counted = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var thread = Environment.CurrentManagedThreadId;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name.StartsWith("akkacache.client.near.", StringComparison.Ordinal)) self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, count, _, _) =>
        {
            // Other tests count too, on threads of their own.
            if (Environment.CurrentManagedThreadId == thread) counted[instrument.Name[22..]] = counted.GetValueOrDefault(instrument.Name[22..]) + count;
        });
        listener.Start();
        Get("a");
        foreach (var key in new[] { "a", "b", "c", "d" }) Keep(key, "v");
        Get("d");
        Get("d");
        _near.Forget("d"u8);
        _near.Forget("d"u8);
        _near.ForgetAll();
        Assert.Equal("[evictions, 1] [hits, 2] [invalidations, 3] [misses, 1]", string.Join(' ', counted));
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        var options = new CacheClientOptions { Nodes = ["127.0.0.1:4054"], NearCache = new NearCacheOptions() };
        options.Check();
        foreach (var near in new[] { new NearCacheOptions { MaxItems = 0 }, new NearCacheOptions { MaxBytes = 100 }, new NearCacheOptions { MaxAge = TimeSpan.Zero } })
            Assert.Equal(CacheErrorCode.InvalidConfiguration, Assert.Throws<CacheException>((options with { NearCache = near }).Check).Code);
    }

    /// <summary>A node that writes, tells, and answers reads late and out of order: whatever is kept when a change was told is newer than it.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_read_is_older_than_a_change_that_was_told_before_it(int seed)
    {
        var random = new Random(seed);
        var near = New(new NearCacheOptions { MaxItems = 6 });
        const int keys = 8;
        var (value, told, isRead) = (new int[keys], new int[keys], new bool[keys]);
        var underWay = new List<(int Key, NearTicket Ticket, int Value)>();
        var pushes = new Queue<(int Key, int Value)>();
        for (var step = 0; step < 50_000; step++)
        {
            var key = random.Next(keys);
            var name = Encoding.ASCII.GetBytes($"{key}");
            switch (random.Next(5))
            {
                case 0:
                    value[key]++;
                    if (isRead[key]) pushes.Enqueue((key, value[key]));
                    isRead[key] = false;
                    break;
                case 1:
                    isRead[key] = true;
                    underWay.Add((key, near.TicketFor(name), value[key]));
                    break;
                case 2 when underWay.Count > 0:
                    var at = random.Next(underWay.Count);
                    var read = underWay[at];
                    underWay.RemoveAt(at);
                    near.TryKeep(Encoding.ASCII.GetBytes($"{read.Key}"), 0, read.Ticket, new NearReply(BitConverter.GetBytes(read.Value), -1, null));
                    break;
                case 3 when pushes.TryDequeue(out var push):
                    near.Forget(Encoding.ASCII.GetBytes($"{push.Key}"));
                    told[push.Key] = push.Value;
                    break;
                default:
                    if (near.TryGet(name, out var found)) Assert.True(BitConverter.ToInt32(found!.Value.Span) >= told[key], $"seed {seed}, step {step}");
                    break;
            }
        }

        // When all was told, what is kept is what is so.
        while (pushes.TryDequeue(out var push)) near.Forget(Encoding.ASCII.GetBytes($"{push.Key}"));
        foreach (var (key, ticket, old) in underWay) near.TryKeep(Encoding.ASCII.GetBytes($"{key}"), 0, ticket, new NearReply(BitConverter.GetBytes(old), -1, null));
        for (var key = 0; key < keys; key++)
        {
            if (near.TryGet($"{key}", out var found)) Assert.Equal(value[key], BitConverter.ToInt32(found!.Value.Span));
        }
    }

    private NearCache New(NearCacheOptions options) => new(options, _time);

    private bool Keep(string key, string? value, long ageMs = -1, object? source = null, int partition = 0)
    {
        var bytes = Encoding.UTF8.GetBytes(key);
        return _near.TryKeep(bytes, partition, _near.TicketFor(bytes), new NearReply(value is null ? null : Encoding.UTF8.GetBytes(value), ageMs, source));
    }

    private string? Get(CacheKey key) => _near.TryGet(key, out var value) ? Encoding.UTF8.GetString(value!.Value.Span) : null;
}
