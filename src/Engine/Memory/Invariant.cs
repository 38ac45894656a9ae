using System.Diagnostics.CodeAnalysis;

namespace AkkaCache.Engine.Memory;

/// <summary>How a broken invariant of a structure is reported.</summary>
internal static class Invariant
{
    [DoesNotReturn]
    public static void Broken(string what) => throw new InvalidOperationException(what);
}
