using System.Buffers;
using AkkaCache.Replication.Wire;

namespace AkkaCache.Replication.Journal;

/// <summary>An event of a journal while it is played: how far its items have come to pass again.</summary>
internal sealed class PlayedEvent(JournalRecord record)
{
    private const string Nothing = "nothing more";

    private readonly ArrayBufferWriter<byte> _recorded = new();
    private readonly ArrayBufferWriter<byte> _played = new();
    private int _next;

    public JournalRecord Record => record;

    private JournalItem? Next => _next < record.Items.Count ? record.Items[_next] : null;

    /// <summary>The rules ask for something: it must be what they asked for then.</summary>
    public void Expect(JournalAction played)
    {
        if (Next is not JournalAction recorded || !AreEqual(recorded, played)) throw new JournalDiffersException(DescribeNext(), Description.Of(played));
        _next++;
    }

    /// <summary>What came next then, if it was this.</summary>
    public T? TryTake<T>()
        where T : JournalItem
    {
        if (Next is not T item) return null;
        _next++;
        return item;
    }

    public T Take<T>(string played)
        where T : JournalItem
        => TryTake<T>() ?? throw new JournalDiffersException(DescribeNext(), played);

    public void End()
    {
        if (Next is not null) throw new JournalDiffersException(DescribeNext(), Nothing);
    }

    private string DescribeNext() => Next is { } item ? Description.Of(item) : Nothing;

    /// <summary>By their bytes: arrays within messages are equal when what they hold is.</summary>
    private bool AreEqual(JournalItem recorded, JournalItem played) => Form(_recorded, recorded).SequenceEqual(Form(_played, played));

    private static ReadOnlySpan<byte> Form(ArrayBufferWriter<byte> bytes, JournalItem item)
    {
        bytes.ResetWrittenCount();
        var fields = new FieldWriter(bytes, []);
        ItemForms.Write(ref fields, item);
        fields.Flush();
        return bytes.WrittenSpan;
    }
}
