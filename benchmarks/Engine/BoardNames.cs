namespace AkkaCache.Engine.Benchmarks;

/// <summary>Member names of 19 bytes, as in the side-by-side runs against other servers.</summary>
internal static class BoardNames
{
    public const int Bytes = 19;
    private const int FirstDigit = 7;

    public static byte[] Name(int number)
    {
        var name = "member:000000000000"u8.ToArray();
        Write(name, number);
        return name;
    }

    /// <summary>Writes the digits of another name over those of this one: what a name in a receive buffer costs, no cache miss.</summary>
    public static void Write(byte[] name, int number)
    {
        for (var i = Bytes - 1; i >= FirstDigit; i--)
        {
            name[i] = (byte)('0' + number % 10);
            number /= 10;
        }
    }
}
