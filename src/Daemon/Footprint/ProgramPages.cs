using System.Buffers.Text;

namespace AkkaCache.Daemon.Footprint;

/// <summary>Letting go of the pages of program files that are mapped into the process.</summary>
/// <remarks>
/// Code and metadata lie in mapped files. A page that is let go of stays in the system's page cache, where it is among the first to be dropped when memory is
/// short, and is mapped again when it is touched, in about a microsecond and fifteen neighbours with it. So afterwards the process holds what it uses.
/// Only what cannot have changed is let go of: mappings of code and shared read-only ones, of program files, without a private page. Those stay
/// mapped as long as the process lives.
/// </remarks>
internal static class ProgramPages
{
    /// <summary>A mapping has two dozen lines below 64 bytes, and one with its file's path, which the kernel bounds to 4096.</summary>
    private const int BufferBytes = 8192;

    /// <summary>Lets go of them all. 15 to 30 ms, most of it in the kernel, which writes the list; no garbage.</summary>
    public static void Release()
    {
        using var list = File.OpenHandle("/proc/self/smaps");
        Span<byte> buffer = stackalloc byte[BufferBytes];
        (nint From, nint To) mapping = default;
        var filled = 0;
        for (long at = 0; RandomAccess.Read(list, buffer[filled..], at) is var read and > 0; at += read)
        {
            filled += read;
            var rest = buffer[..filled];
            for (var end = rest.IndexOf((byte)'\n'); end >= 0; end = rest.IndexOf((byte)'\n'))
            {
                mapping = Follow(rest[..end], mapping);
                rest = rest[(end + 1)..];
            }
            rest.CopyTo(buffer);
            filled = rest.Length;
        }
    }

    /// <summary>Takes one line of the list; returns the mapping that the next lines are about, none when it is of no interest.</summary>
    private static (nint From, nint To) Follow(ReadOnlySpan<byte> line, (nint From, nint To) mapping)
    {
        if (!line.IsEmpty && !char.IsAsciiLetterUpper((char)line[0])) return IsProgram(line) ? RangeOf(line) : default;
        if (mapping != default && line.StartsWith("Anonymous: "u8) && line.EndsWith(" 0 kB"u8))
            _ = LibC.Advise(mapping.From, (nuint)(mapping.To - mapping.From), LibC.DontNeed);
        return mapping;
    }

    /// <summary>Code, or a file mapped to be read, as <c>7f0c00-7f0d00 r-xp 00000000 fe:00 4711   /path/of/the/file</c>.</summary>
    private static bool IsProgram(ReadOnlySpan<byte> line) =>
        (line.IndexOf(" r-xp "u8) >= 0 || line.IndexOf(" r--s "u8) >= 0) && (line.EndsWith(".dll"u8) || line.IndexOf(".so"u8) >= 0);

    private static (nint From, nint To) RangeOf(ReadOnlySpan<byte> line) =>
        Utf8Parser.TryParse(line, out long from, out var digits, 'x') && Utf8Parser.TryParse(line[(digits + 1)..], out long to, out _, 'x')
            ? ((nint)from, (nint)to)
            : default;
}
