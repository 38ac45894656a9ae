using AkkaCache.Commands.Execution;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.Arguments;

/// <summary>Integer arguments that must fit 32 bits, with Redis's error for each way to miss.</summary>
public static class IntegerArgument
{
    /// <summary>False, with the reply written, when the text is no integer or does not fit.</summary>
    public static bool TryInt32(ref CommandContext context, scoped ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        if (!IntegerText.TryParse(text, out var wide))
        {
            context.Reply.Error(ErrorText.NotInteger);
            return false;
        }
        if (wide is < int.MinValue or > int.MaxValue)
        {
            context.Reply.Error("ERR value is out of range, value must between -2147483648 and 2147483647"u8);
            return false;
        }
        value = (int)wide;
        return true;
    }
}
