using AkkaCache.Commands.Execution;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.Connection;

/// <summary>Names that clients give themselves: printable ASCII without spaces, so that CLIENT LIST stays one line of words.</summary>
internal static class ClientName
{
    /// <summary>Sets or, when empty, clears the connection's name; false with the error written when it holds a space or worse.</summary>
    public static bool TrySet(ref CommandContext context, scoped ReadOnlySpan<byte> name)
    {
        if (!IsPrintable(name))
        {
            context.Reply.Error(ErrorText.BadClientName);
            return false;
        }
        context.Session.Name = name.ToArray();
        return true;
    }

    public static bool IsPrintable(ReadOnlySpan<byte> text) => !text.ContainsAnyExceptInRange((byte)'!', (byte)'~');
}
