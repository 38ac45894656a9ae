using System.Buffers.Binary;
using System.Numerics;

namespace AkkaCache.Engine.SortedSets;

/// <summary>Heights of skip list towers: each level is a quarter as likely as the one below (p = 1/4). Seeded, so histories replay.</summary>
/// <remarks>The generator is xorshift64* (Vigna, "An experimental exploration of Marsaglia's xorshift generators, scrambled", 2016).</remarks>
internal struct LevelSource(ulong seed)
{
    /// <summary>4^32 blocks could be indexed well; what matters is that the ceiling is out of reach.</summary>
    public const int MaxLevels = 32;

    private const ulong Scramble = 0x2545F4914F6CDD1D;
    // Zero is the generator's fixed point.
    private ulong _state = seed == 0 ? Scramble : seed;

    /// <summary>1 to <see cref="MaxLevels"/>.</summary>
    public int Next()
    {
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        // The scrambled high bits are the good ones. Two zero bits in a row: chance 1/4.
        var bits = BinaryPrimitives.ReverseEndianness(_state * Scramble);
        return Math.Min(MaxLevels, 1 + BitOperations.TrailingZeroCount(bits) / 2);
    }
}
