using System.Buffers.Text;

namespace AkkaCache.Commands.Keys.AllNodes;

/// <summary>Reads a partition's reply, RESP2, front to back. Each step says whether the reply was as expected; another node wrote it.</summary>
public ref struct ReplyCursor(ReadOnlySpan<byte> reply)
{
    public ReadOnlySpan<byte> Rest { get; private set; } = reply;

    public bool TryInteger(out long value) => TryHeader((byte)':', out value);

    public bool TryArray(out int count)
    {
        var read = TryHeader((byte)'*', out var value) && value is >= 0 and <= int.MaxValue;
        count = read ? (int)value : 0;
        return read;
    }

    public bool TryBulk(out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!TryHeader((byte)'$', out var length) || length < 0 || length > Rest.Length - 2) return false;
        value = Rest[..(int)length];
        Rest = Rest[((int)length + 2)..];
        return true;
    }

    /// <summary>Whether the rest is so many bulk strings and nothing else: only then may it go to a client as it is.</summary>
    public readonly bool IsBulks(int count)
    {
        var walk = this;
        for (var i = 0; i < count; i++)
        {
            if (!walk.TryBulk(out _)) return false;
        }
        return walk.Rest.IsEmpty;
    }

    private bool TryHeader(byte type, out long value)
    {
        value = 0;
        if (Rest.IsEmpty || Rest[0] != type || !Utf8Parser.TryParse(Rest[1..], out value, out var digits)) return false;
        var rest = Rest[(1 + digits)..];
        if (!rest.StartsWith("\r\n"u8)) return false;
        Rest = rest[2..];
        return true;
    }
}
