namespace AkkaCache.Node.Routing;

/// <summary>Tells HTTP from inline commands.</summary>
/// <remarks>
/// A web page can make a browser POST to a cache on localhost; header lines are errors to a cache, the body's lines would be commands.
/// Redis ends the connection at the first word of such a request, before the body, and so does this node.
/// </remarks>
internal static class CrossProtocol
{
    public static bool IsHttp(ReadOnlySpan<byte> name) => IsWord(name, "post"u8) || IsWord(name, "host:"u8);

    private static bool IsWord(ReadOnlySpan<byte> name, ReadOnlySpan<byte> lowerCase)
    {
        if (name.Length != lowerCase.Length) return false;
        for (var i = 0; i < name.Length; i++)
            if ((name[i] | 0x20) != lowerCase[i]) return false;
        return true;
    }
}
