namespace AkkaCache.Commands.Arguments;

/// <summary>Compares an argument with an option's name, ignoring ASCII case.</summary>
public static class Keyword
{
    /// <param name="argument">What the client sent.</param>
    /// <param name="upper">The name in upper case.</param>
    public static bool Is(ReadOnlySpan<byte> argument, ReadOnlySpan<byte> upper)
    {
        if (argument.Length != upper.Length) return false;
        for (var i = 0; i < upper.Length; i++)
        {
            var c = argument[i];
            if ((uint)(c - 'a') <= 'z' - 'a') c &= 0xDF;
            if (c != upper[i]) return false;
        }
        return true;
    }
}
