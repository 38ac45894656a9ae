using AkkaCache.Engine.Store;

namespace AkkaCache.Commands.Keys;

/// <summary>What TYPE answers and what SCAN's TYPE option takes.</summary>
internal static class KindName
{
    public static ReadOnlySpan<byte> Of(EntryKind kind) => kind == EntryKind.SortedSet ? "zset"u8 : "string"u8;

    public static ReadOnlySpan<byte> None => "none"u8;

    /// <summary>Whether <paramref name="name"/>, in any case, names the kind.</summary>
    public static bool Is(EntryKind kind, ReadOnlySpan<byte> name) => System.Text.Ascii.EqualsIgnoreCase(Of(kind), name);
}
