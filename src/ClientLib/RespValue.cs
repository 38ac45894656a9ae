using System.Globalization;
using System.Text;
using AkkaCache.Client.Replies;

namespace AkkaCache.Client;

/// <summary>Any reply: a string of bytes, a number, a list of values, or null. What <see cref="CacheClient.ExecuteAsync"/> returns.</summary>
public sealed class RespValue
{
    /// <summary>Deeper replies exist nowhere; a node that sends one is no node.</summary>
    private const int MaxDepth = 32;

    private static readonly RespValue Null = new() { IsNull = true };

    private ReadOnlyMemory<byte>? _bytes;
    private long? _integer;
    private double? _number;

    private RespValue()
    {
    }

    public bool IsNull { get; private init; }

    /// <summary>Elements of a list; of a map keys and values in turn. Empty for anything else.</summary>
    public IReadOnlyList<RespValue> Items { get; private init; } = [];

    /// <summary>The text of an error inside a list, as EXEC has them; null for anything else. The error of a command itself is an exception.</summary>
    public string? Error { get; private init; }

    /// <summary>The bytes of a string; of a number its text.</summary>
    public ReadOnlyMemory<byte> AsBytes() => _bytes ?? Encoding.UTF8.GetBytes(AsText());

    public long AsInteger() => _integer ?? long.Parse(AsText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    public double AsNumber() => _number ?? _integer ?? double.Parse(AsText(), NumberStyles.Float, CultureInfo.InvariantCulture);

    public string AsText()
    {
        if (_bytes is { } bytes) return Encoding.UTF8.GetString(bytes.Span);
        return Error ?? _integer?.ToString(CultureInfo.InvariantCulture) ?? _number?.ToString("R", CultureInfo.InvariantCulture) ?? "";
    }

    public override string ToString() => Items.Count > 0 ? $"[{string.Join(", ", Items)}]" : IsNull ? "(null)" : AsText();

    internal static RespValue Read(ref ReplyReader reply, int depth = 0)
    {
        if (depth > MaxDepth) throw new CacheException(CacheErrorCode.Protocol, $"a reply is nested deeper than {MaxDepth}");
        if (reply.IsNull)
        {
            reply.Line();
            return Null;
        }
        switch (reply.Type)
        {
            case (byte)'*' or (byte)'~' or (byte)'%' or (byte)'>':
                var items = new RespValue[reply.Aggregate()];
                for (var i = 0; i < items.Length; i++) items[i] = Read(ref reply, depth + 1);
                return new RespValue { Items = items };
            case (byte)':':
                return new RespValue { _integer = reply.Integer() };
            case (byte)'#':
                return new RespValue { _integer = reply.Boolean() ? 1 : 0 };
            case (byte)',':
                return new RespValue { _number = reply.Double() };
            case (byte)'-' or (byte)'!':
                return new RespValue { Error = Encoding.UTF8.GetString(reply.Error()) };
            default:
                return new RespValue { _bytes = reply.Bulk().ToArray() };
        }
    }
}
