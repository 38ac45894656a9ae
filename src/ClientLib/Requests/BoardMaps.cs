using AkkaCache.Client.Replies;

namespace AkkaCache.Client.Requests;

/// <summary>Replies about boards as results.</summary>
internal static class BoardMaps
{
    /// <summary>Members with scores: in RESP3 pairs, in pops of one member a flat pair.</summary>
    public static readonly ReplyMap<IReadOnlyList<BoardEntry>> Entries = static (ref reply) =>
    {
        var count = reply.Aggregate();
        if (count == 0) return [];
        if (reply.Type == '*')
        {
            var pairs = new BoardEntry[count];
            for (var i = 0; i < count; i++)
            {
                reply.Aggregate();
                pairs[i] = Entry(ref reply);
            }
            return pairs;
        }
        var flat = new BoardEntry[count / 2];
        for (var i = 0; i < flat.Length; i++) flat[i] = Entry(ref reply);
        return flat;
    };

    public static readonly ReplyMap<IReadOnlyList<ReadOnlyMemory<byte>>> Members = static (ref reply) =>
    {
        var members = new ReadOnlyMemory<byte>[reply.Aggregate()];
        for (var i = 0; i < members.Length; i++) members[i] = reply.Bulk().ToArray();
        return members;
    };

    public static readonly ReplyMap<BoardRank?> Rank = static (ref reply) =>
    {
        if (reply.Aggregate() == 0) return null;
        return new BoardRank(reply.Integer(), reply.Double());
    };

    private static BoardEntry Entry(ref ReplyReader reply) => new(reply.Bulk().ToArray(), reply.Double());
}
