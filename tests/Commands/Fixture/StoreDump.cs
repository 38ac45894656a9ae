using System.Globalization;
using System.Text;
using AkkaCache.Engine.Store;

namespace AkkaCache.Commands.Tests.Fixture;

/// <summary>A store's content as text, a line for each key: kind, value or members with their scores in order, time at which it is due.</summary>
internal static class StoreDump
{
    public static string Of(PartitionStore store)
    {
        var visitor = new Dumper { Lines = [], Store = store };
        store.Scan(0, int.MaxValue, ref visitor);
        return string.Join('\n', visitor.Lines.Order(StringComparer.Ordinal));
    }

    private struct Dumper : IEntryVisitor
    {
        public List<string> Lines;
        public PartitionStore Store;

        public readonly void Visit(int entry)
        {
            var text = new StringBuilder();
            text.Append(Encoding.Latin1.GetString(Store.KeyOf(entry))).Append(' ').Append(Store.KindOf(entry)).Append(" '");
            if (Store.KindOf(entry) == EntryKind.String) text.Append(Encoding.Latin1.GetString(Store.StringOf(entry)));
            else
            {
                // Zeros of either sign are told apart.
                for (var cursor = Store.BoardOf(entry).At(0); cursor.IsValid; cursor.MoveNext())
                    text.Append(Encoding.Latin1.GetString(cursor.Member)).Append('=').Append(cursor.Score.ToString("R", CultureInfo.InvariantCulture)).Append(' ');
            }
            Lines.Add(text.Append("' ").Append(Store.DueOf(entry)).ToString());
        }
    }
}
