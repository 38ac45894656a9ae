using System.ComponentModel;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace AkkaCache.Client.Hybrid;

/// <summary>Whether callers may share one object of a type, as far as that can be told: texts, values without references, and sealed types that say so by <see cref="ImmutableObjectAttribute"/>.</summary>
internal static class ImmutableType<T>
{
    public static readonly bool IsShared = typeof(T) == typeof(string)
        || !RuntimeHelpers.IsReferenceOrContainsReferences<T>()
        || ((typeof(T).IsValueType || typeof(T).IsSealed) && (Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T)).GetCustomAttribute<ImmutableObjectAttribute>() is { Immutable: true });
}
