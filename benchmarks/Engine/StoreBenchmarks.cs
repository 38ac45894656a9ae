using AkkaCache.Engine.Store;
using BenchmarkDotNet.Attributes;

namespace AkkaCache.Engine.Benchmarks;

/// <summary>Get (find, read, touch) and Set (find, overwrite, touch) by random keys, beside a naive cache in the same run. Figures are per operation.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class StoreBenchmarks
{
    /// <summary>Operations per call: long enough a stream that the order of keys does not repeat in the caches.</summary>
    private const int Operations = 1 << 17;

    private readonly byte[] _value = new byte[StoreKeys.ValueBytes];
    private byte[] _stream = [];
    private PartitionStore _store = null!;
    private NaiveCache _naive = null!;

    [Params(100_000, 1_000_000)]
    public int Keys { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _stream = StoreKeys.RandomStream(Operations, Keys, 5);
        _store = new PartitionStore(42);
        _naive = new NaiveCache();
        var all = StoreKeys.AllShuffled(Keys, 4);
        for (var at = 0; at < all.Length; at += StoreKeys.Bytes)
        {
            _store.AddString(all.AsSpan(at, StoreKeys.Bytes), _value, 1);
            _naive.Set(all.AsSpan(at, StoreKeys.Bytes), _value, 1);
        }
    }

    [GlobalCleanup]
    public void Cleanup() => _store.Dispose();

    [Benchmark(OperationsPerInvoke = Operations)]
    public int Find()
    {
        var sum = 0;
        for (var at = 0; at < _stream.Length; at += StoreKeys.Bytes)
            sum += _store.Find(_stream.AsSpan(at, StoreKeys.Bytes));
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public void Get()
    {
        for (var at = 0; at < _stream.Length; at += StoreKeys.Bytes)
        {
            var entry = _store.Find(_stream.AsSpan(at, StoreKeys.Bytes));
            _store.StringOf(entry).CopyTo(_value);
            _store.Touch(entry, 1);
        }
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public void Set()
    {
        for (var at = 0; at < _stream.Length; at += StoreKeys.Bytes)
        {
            var entry = _store.Find(_stream.AsSpan(at, StoreKeys.Bytes));
            _store.SetString(entry, _value);
            _store.Touch(entry, 1);
        }
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public void NaiveGet()
    {
        for (var at = 0; at < _stream.Length; at += StoreKeys.Bytes)
            _naive.Get(_stream.AsSpan(at, StoreKeys.Bytes), 1).CopyTo(_value);
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public void NaiveSet()
    {
        for (var at = 0; at < _stream.Length; at += StoreKeys.Bytes)
            _naive.Set(_stream.AsSpan(at, StoreKeys.Bytes), _value, 1);
    }
}
