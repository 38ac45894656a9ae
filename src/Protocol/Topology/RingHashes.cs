namespace AkkaCache.Protocol.Topology;

/// <summary>The ring hashes on offer.</summary>
public static class RingHashes
{
    public static IRingHash XxHash3 { get; } = new XxHash3Hash();

    public static IRingHash Fnv1a { get; } = new Fnv1aHash();

    public static IRingHash Default => XxHash3;

    /// <summary>The hash named <paramref name="name"/> ("xxhash3", "fnv1a"), or null.</summary>
    public static IRingHash? Find(string name) => name switch
    {
        "xxhash3" => XxHash3,
        "fnv1a" => Fnv1a,
        _ => null,
    };

    private sealed class XxHash3Hash : IRingHash
    {
        public string Name => "xxhash3";

        public ulong Hash(ReadOnlySpan<byte> bytes) => System.IO.Hashing.XxHash3.HashToUInt64(bytes);
    }

    /// <summary>FNV-1a, 64 bits: offset basis and prime from draft-eastlake-fnv.</summary>
    private sealed class Fnv1aHash : IRingHash
    {
        public string Name => "fnv1a";

        public ulong Hash(ReadOnlySpan<byte> bytes)
        {
            var hash = 0xcbf29ce484222325UL;
            foreach (var b in bytes) hash = (hash ^ b) * 0x100000001b3UL;
            return hash;
        }
    }
}
