namespace AkkaCache.Commands.Effects;

/// <summary>A copy could not take an effect: it is not what the primary has, or the bytes are not what the primary sent. The copy is void and has to be fetched anew.</summary>
public sealed class EffectRefusedException : Exception
{
    public EffectRefusedException(string message)
        : base(message)
    {
    }

    public EffectRefusedException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
