using AkkaCache.Engine.Store;
using AkkaCache.Testing.Allocation;

namespace AkkaCache.Engine.Tests.Store;

/// <summary>The hot path must leave the garbage collector nothing to do.</summary>
public sealed class StoreAllocationTests : IDisposable
{
    private const int Keys = 2000;

    private readonly PartitionStore _store = new(9);
    private readonly byte[] _key = new byte[16];
    private readonly byte[] _value = new byte[32];

    public StoreAllocationTests()
    {
        for (var i = 0; i < Keys; i++)
            _store.AddString(Key(i), _value, 1);
    }

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Hit_allocates_nothing() => AssertNoGarbage(i =>
    {
        var entry = _store.Find(Key(i));
        _store.Touch(entry, 2);
        _store.StringOf(entry).CopyTo(_value);
    });

    [Fact]
    public void Miss_allocates_nothing() => AssertNoGarbage(i => _store.Find(Key(i + Keys)));

    [Fact]
    public void Overwrite_allocates_nothing() => AssertNoGarbage(i => _store.SetString(_store.Find(Key(i)), _value.AsSpan(0, i % 32)));

    [Fact]
    public void Overwrite_that_moves_the_value_allocates_nothing()
    {
        var longer = new byte[600];
        AssertNoGarbage(i => _store.SetString(_store.Find(Key(i)), longer.AsSpan(0, i % 600)));
    }

    [Fact]
    public void Due_times_set_changed_and_expired_allocate_nothing()
    {
        _store.SetDue(_store.Find(Key(0)), 5);
        for (var i = 0; i < Keys; i++)
            _store.SetDue(_store.Find(Key(i)), 1_000_000);
        AssertNoGarbage(i =>
        {
            _store.SetDue(_store.Find(Key(i)), 0);
            _store.SetDue(_store.Find(Key(i)), 1000 + i * 7);
            _store.NextExpired(i);
        });
    }

    [Fact]
    public void Remove_and_add_allocate_nothing() => AssertNoGarbage(i =>
    {
        _store.Remove(_store.Find(Key(i)));
        _store.AddString(Key(i), _value, 3);
    });

    [Fact]
    public void Victims_allocate_nothing()
    {
        var random = new Random(1);
        AssertNoGarbage(_ =>
        {
            _store.RandomEntry(random);
            _store.StampOf(_store.Oldest);
        });
    }

    private ReadOnlySpan<byte> Key(int number)
    {
        BitConverter.TryWriteBytes(_key, number);
        return _key;
    }

    private static void AssertNoGarbage(Action<int> operation) => Assert.Equal(0, Allocated.By(Keys, operation));
}
