using System.Collections.Concurrent;
using System.Text;

namespace AkkaCache.Node.Telemetry;

/// <summary>How often each error code was answered: INFO's errorstats.</summary>
public sealed class ErrorCounters
{
    /// <summary>Codes are few and ours; the bound only makes sure of it.</summary>
    private const int MaxCodes = 128;

    /// <summary>The longest code there is, with room.</summary>
    private const int MaxCodeBytes = 32;

    private readonly ConcurrentDictionary<string, StrongBox> _byCode = new();
    private readonly ConcurrentDictionary<string, StrongBox>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private long _total;

    public ErrorCounters() => _bySpan = _byCode.GetAlternateLookup<ReadOnlySpan<char>>();

    public long Total => Volatile.Read(ref _total);

    /// <summary>Counts an error reply by its first word.</summary>
    public void Count(ReadOnlySpan<byte> text)
    {
        Interlocked.Increment(ref _total);
        var space = text.IndexOf((byte)' ');
        var code = space < 0 ? text : text[..space];
        if (code.Length > MaxCodeBytes) return;
        Span<char> letters = stackalloc char[MaxCodeBytes];
        var length = Encoding.ASCII.GetChars(code, letters);
        if (!_bySpan.TryGetValue(letters[..length], out var count))
        {
            if (_byCode.Count >= MaxCodes) return;
            count = _byCode.GetOrAdd(letters[..length].ToString(), static _ => new StrongBox());
        }
        Interlocked.Increment(ref count.Value);
    }

    /// <summary>Codes with their counts, by name.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> ByCode()
    {
        var all = new List<KeyValuePair<string, long>>();
        foreach (var (code, count) in _byCode) all.Add(new(code, Volatile.Read(ref count.Value)));
        all.Sort(static (a, b) => string.CompareOrdinal(a.Key, b.Key));
        return all;
    }

    private sealed class StrongBox
    {
        public long Value;
    }
}
