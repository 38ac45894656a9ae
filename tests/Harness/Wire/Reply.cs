using System.Globalization;
using System.Text;

namespace AkkaCache.Testing.Wire;

/// <summary>One reply as a tree that keeps the wire types, so that <c>:1</c> and <c>$1 1</c> are different.</summary>
/// <param name="Kind">Its wire type.</param>
/// <param name="Text">The payload of a leaf, exactly as sent; empty for aggregates.</param>
/// <param name="Items">The parts of an aggregate; a map has keys and values in turn.</param>
public sealed record Reply(ReplyKind Kind, byte[] Text, Reply[] Items)
{
    /// <summary>Longer replies are cut in messages: nobody reads more.</summary>
    private const int MaxShownLength = 1500;

    public static Reply Leaf(ReplyKind kind, byte[] text) => new(kind, text, []);

    public static Reply Leaf(ReplyKind kind, string text = "") => new(kind, Encoding.Latin1.GetBytes(text), []);

    public static Reply Aggregate(ReplyKind kind, params Reply[] items) => new(kind, [], items);

    public bool IsError => Kind is ReplyKind.Error or ReplyKind.BulkError;

    /// <summary>True when no further reply can be expected on the connection.</summary>
    public bool IsEndOfStream => Kind is ReplyKind.Closed or ReplyKind.Silence or ReplyKind.Rubbish;

    public bool IsNull => Kind is ReplyKind.Null or ReplyKind.NullArray or ReplyKind.NullBulk;

    public bool IsQueued => Kind == ReplyKind.Simple && Text.AsSpan().SequenceEqual("QUEUED"u8);

    public bool IsOk => Kind == ReplyKind.Simple && Text.AsSpan().SequenceEqual("OK"u8);

    public string AsString => Encoding.Latin1.GetString(Text);

    public long AsInteger => long.Parse(AsString, CultureInfo.InvariantCulture);

    /// <summary>Same kind, same bytes, same parts in the same order.</summary>
    public bool SameAs(Reply other)
    {
        if (Kind != other.Kind || Items.Length != other.Items.Length || !Text.AsSpan().SequenceEqual(other.Text)) return false;
        for (var i = 0; i < Items.Length; i++)
            if (!Items[i].SameAs(other.Items[i])) return false;
        return true;
    }

    /// <summary>All of it, so that equal texts mean equal replies.</summary>
    public override string ToString() => Show(shortened: false);

    /// <summary>For messages.</summary>
    public string Shortened() => Show(shortened: true);

    private string Show(bool shortened)
    {
        var text = new StringBuilder();
        Show(text, shortened);
        return text.ToString();
    }

    private void Show(StringBuilder target, bool shortened)
    {
        target.Append(Kind);
        if (Items.Length == 0 && Text.Length == 0) return;
        if (Items.Length == 0)
        {
            target.Append(' ').Append(ReadableText.Quote(Text, shortened));
            return;
        }
        target.Append('(').Append(Items.Length).Append(")[");
        for (var i = 0; i < Items.Length; i++)
        {
            if (i > 0) target.Append(", ");
            if (shortened && target.Length > MaxShownLength)
            {
                target.Append('…');
                break;
            }
            Items[i].Show(target, shortened);
        }
        target.Append(']');
    }
}
