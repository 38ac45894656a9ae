using AkkaCache.Engine.Eviction;
using AkkaCache.Engine.Store;

namespace AkkaCache.Engine.Tests.Eviction;

public sealed class EvictionRuleTests : IDisposable
{
    private readonly PartitionStore _store = new(1);
    private readonly Random _random = new(1);

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Victim_of_an_empty_store_is_none_under_every_policy()
    {
        foreach (var policy in Enum.GetValues<EvictionPolicy>())
            Assert.Equal(-1, EvictionRule.Victim(_store, policy, _random));
    }

    [Fact]
    public void Victim_without_due_times_is_none_under_volatile_policies()
    {
        _store.AddString("a"u8, "1"u8, 1);
        Assert.Equal(-1, EvictionRule.Victim(_store, EvictionPolicy.VolatileLru, _random));
        Assert.Equal(-1, EvictionRule.Victim(_store, EvictionPolicy.VolatileTtl, _random));
        Assert.Equal(-1, EvictionRule.Victim(_store, EvictionPolicy.VolatileRandom, _random));
        Assert.Equal(-1, EvictionRule.Victim(_store, EvictionPolicy.NoEviction, _random));
    }

    [Fact]
    public void Victim_is_what_each_policy_names()
    {
        var oldest = _store.AddString("oldest"u8, "1"u8, 1);
        var late = _store.AddString("late"u8, "1"u8, 2);
        var soon = _store.AddString("soon"u8, "1"u8, 3);
        _store.SetDue(late, 9_000);
        _store.SetDue(soon, 5_000);
        Assert.Equal(oldest, EvictionRule.Victim(_store, EvictionPolicy.AllKeysLru, _random));
        Assert.Equal(late, EvictionRule.Victim(_store, EvictionPolicy.VolatileLru, _random));
        Assert.Equal(soon, EvictionRule.Victim(_store, EvictionPolicy.VolatileTtl, _random));
        Assert.Equal(-1, EvictionRule.Victim(_store, EvictionPolicy.NoEviction, _random));

        _store.Touch(late, 4);
        Assert.Equal(soon, EvictionRule.Victim(_store, EvictionPolicy.VolatileLru, _random));
    }

    [Fact]
    public void Victim_by_chance_reaches_every_entry_that_the_policy_allows()
    {
        var all = new HashSet<int>();
        var due = new HashSet<int>();
        for (byte i = 0; i < 40; i++)
        {
            var entry = _store.AddString([i], "1"u8, 1);
            all.Add(entry);
            if (i % 4 != 0)
                continue;
            _store.SetDue(entry, 1_000);
            due.Add(entry);
        }
        var picked = new HashSet<int>();
        var pickedDue = new HashSet<int>();
        for (var i = 0; i < 4_000; i++)
        {
            picked.Add(EvictionRule.Victim(_store, EvictionPolicy.AllKeysRandom, _random));
            pickedDue.Add(EvictionRule.Victim(_store, EvictionPolicy.VolatileRandom, _random));
        }
        Assert.Equal(all, picked);
        Assert.Equal(due, pickedDue);
    }

    [Fact]
    public void Evicting_down_to_a_limit_lowers_used_bytes_by_what_each_entry_was_charged()
    {
        for (var i = 0; i < 1_000; i++)
            _store.AddString(BitConverter.GetBytes(i), new byte[i], (uint)i);
        var used = _store.UsedBytes;
        for (var i = 0; i < 500; i++)
        {
            var victim = EvictionRule.Victim(_store, EvictionPolicy.AllKeysLru, _random);
            Assert.Equal(i, BitConverter.ToInt32(_store.KeyOf(victim)));
            used -= _store.EntryBytes(victim);
            _store.Remove(victim);
            Assert.Equal(used, _store.UsedBytes);
        }
        _store.CheckInvariants();
    }

    [Theory]
    [InlineData("allkeys-lru", EvictionPolicy.AllKeysLru)]
    [InlineData("VOLATILE-TTL", EvictionPolicy.VolatileTtl)]
    [InlineData("noeviction", EvictionPolicy.NoEviction)]
    public void TryParse_of_a_name_finds_the_policy(string name, EvictionPolicy expected)
    {
        Assert.True(EvictionPolicyNames.TryParse(name, out var policy));
        Assert.Equal(expected, policy);
        Assert.Equal(name.ToLowerInvariant(), EvictionPolicyNames.NameOf(policy));
    }

    [Fact]
    public void TryParse_of_an_unknown_name_is_false() => Assert.False(EvictionPolicyNames.TryParse("allkeys-lfu", out _));
}
