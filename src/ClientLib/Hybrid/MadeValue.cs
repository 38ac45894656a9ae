namespace AkkaCache.Client.Hybrid;

/// <summary>What a factory made, or what was found, for all who waited for it. Only one of them gets the object itself, unless nobody can change it.</summary>
/// <param name="bytes">The same value as it is stored; null: as nothing, and the object is shared for want of anything else.</param>
internal sealed class MadeValue<T>(T? value, ReadOnlyMemory<byte>? bytes)
{
    private bool _isTaken;

    public T? Take(ValueSerializers serializers) =>
        bytes is not { } own || ImmutableType<T>.IsShared || !Interlocked.Exchange(ref _isTaken, true) ? value : serializers.Read<T>(own);
}
