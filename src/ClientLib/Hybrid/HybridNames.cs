using System.Text;
using AkkaCache.Client.Telemetry;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Client.Hybrid;

/// <summary>Which keys and tags are allowed, and as what the cluster knows them: PREFIX e:KEY is an entry, PREFIX t:TAG a tag's marker, PREFIX t:* that of the whole cache.</summary>
internal sealed class HybridNames(AkkaCacheHybridOptions options, ILogger log)
{
    /// <summary>No tag, but what removes everything.</summary>
    public const string Everything = "*";

    /// <summary>Each tag costs every hit a look-up, and the first reader of an entry a request.</summary>
    public const int MaxTags = 256;

    private const char LastControl = (char)31;

    private readonly byte[] _entries = Encoding.UTF8.GetBytes(options.KeyPrefix + "e:");
    private readonly byte[] _markers = Encoding.UTF8.GetBytes(options.KeyPrefix + "t:");

    /// <summary>Of the marker of the whole cache.</summary>
    public byte[] OfEverything { get; } = Encoding.UTF8.GetBytes(options.KeyPrefix + "t:" + Everything);

    public byte[] OfEntry(string key) => [.. _entries, .. Encoding.UTF8.GetBytes(key)];

    public byte[] OfMarker(ReadOnlySpan<byte> tag) => [.. _markers, .. tag];

    /// <summary>The same without an array; false when there is no room.</summary>
    public bool TryWriteEntry(string key, Span<byte> target, out int length)
    {
        length = 0;
        if (!_entries.AsSpan().TryCopyTo(target) || !Encoding.UTF8.TryGetBytes(key, target[_entries.Length..], out var own)) return false;
        length = _entries.Length + own;
        return true;
    }

    /// <summary>The same without an array; false when there is no room.</summary>
    public bool TryWriteMarker(ReadOnlySpan<byte> tag, Span<byte> target, out int length)
    {
        length = _markers.Length + tag.Length;
        return _markers.AsSpan().TryCopyTo(target) && tag.TryCopyTo(target[_markers.Length..]);
    }

    /// <summary>Whether there can be an entry under a key. Where there can be none nothing is cached, which is logged.</summary>
    public bool IsKey(string? key)
    {
        if (string.IsNullOrWhiteSpace(key)) HybridLog.NotCached(log, "the key is empty");
        else if (key.Length > options.MaximumKeyLength) HybridLog.NotCached(log, $"the key has {key.Length} characters, at most {options.MaximumKeyLength} are allowed");
        else if (key.AsSpan().ContainsAnyInRange('\0', LastControl)) HybridLog.NotCached(log, "the key has control characters");
        else if (!IsText(key)) HybridLog.NotCached(log, "the key is no valid Unicode, so that another one could have the same bytes");
        else return true;
        return false;
    }

    /// <summary>The tags of a call, each once, in UTF-8.</summary>
    /// <exception cref="ArgumentException">One is empty, too long, reserved or no valid Unicode, or there are too many.</exception>
    public IReadOnlyList<byte[]> Tags(IEnumerable<string>? tags)
    {
        if (tags is null) return [];
        var own = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tag in tags)
        {
            if (string.IsNullOrWhiteSpace(tag)) throw new ArgumentException("a tag is empty", nameof(tags));
            if (tag == Everything) throw new ArgumentException($"the tag {Everything} stands for all entries and is given to none", nameof(tags));
            if (!IsTag(tag)) throw new ArgumentException($"a tag has {tag.Length} characters: must be valid Unicode of at most {options.MaximumKeyLength}", nameof(tags));
            own.Add(tag);
        }
        if (own.Count > MaxTags) throw new ArgumentException($"an entry has {own.Count} tags: must be at most {MaxTags}", nameof(tags));
        return [.. own.Select(Encoding.UTF8.GetBytes)];
    }

    /// <summary>Whether an entry can have such a tag.</summary>
    public bool IsTag(string tag) => tag.Length <= options.MaximumKeyLength && IsText(tag);

    private static bool IsText(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            i++;
        }
        return true;
    }
}
