using System.Text;

namespace AkkaCache.Engine.Benchmarks;

/// <summary>Member names of 19 bytes, as in the side-by-side runs against other servers.</summary>
internal static class BoardNames
{
    public static byte[] Name(int number) => Encoding.ASCII.GetBytes($"member:{number:D12}");

    public static byte[][] Names(int count)
    {
        var names = new byte[count][];
        for (var i = 0; i < count; i++) names[i] = Name(i);
        return names;
    }
}
