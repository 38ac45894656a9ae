using AkkaCache.Client.Requests;

namespace AkkaCache.Client;

/// <summary>A board: members with scores, in their order. Made when the first member is added, gone with the last. A handle that costs nothing; any number may speak of one board.</summary>
/// <remarks>Ranks count from 0. Members of equal score are in the order of their bytes. Looking at a board that is not there gives nothing, as an empty one does.</remarks>
public sealed class Leaderboard
{
    internal Leaderboard(CacheClient client, CacheKey key)
    {
        Client = client;
        Key = key;
        Sets = new LeaderboardSets(this);
    }

    public CacheKey Key { get; }

    /// <summary>What several boards have in common, or together.</summary>
    public LeaderboardSets Sets { get; }

    internal CacheClient Client { get; }

    /// <summary>Gives a member a score.</summary>
    /// <returns>Whether anything changed: the member is new, or its score is another one.</returns>
    public ValueTask<bool> AddAsync(CacheKey member, double score, BoardUpdate update = BoardUpdate.Always, CancellationToken cancellationToken = default)
    {
        var request = Request<bool>.Rent(RequestKind.Write, Maps.IsPositive);
        AddUpdate(request.Commands.Begin(update == BoardUpdate.Always ? 5 : 6).Add("ZADD"u8).AddKey(Key), update).Add("CH"u8).Add(score).Add(member);
        return Client.Router.Send(request, "ZADD", cancellationToken);
    }

    /// <summary>Gives several members their scores, all at once.</summary>
    /// <returns>How many are new or have another score now.</returns>
    public ValueTask<long> AddAsync(IReadOnlyList<BoardEntry> entries, BoardUpdate update = BoardUpdate.Always, CancellationToken cancellationToken = default)
    {
        if (entries.Count == 0) return new(0);
        var request = Request<long>.Rent(RequestKind.Write, Maps.Integer);
        var commands = AddUpdate(request.Commands.Begin((update == BoardUpdate.Always ? 3 : 4) + (2 * entries.Count)).Add("ZADD"u8).AddKey(Key), update).Add("CH"u8);
        foreach (var entry in entries) commands.Add(entry.Score).Add(entry.Member.Span);
        return Client.Router.Send(request, "ZADD", cancellationToken);
    }

    /// <summary>Adds to a member's score, which is 0 when it is new.</summary>
    /// <param name="requestId">The caller's name of this very request, 1 to 64 bytes: whoever sends it again within ten minutes, from any process, gets the first one's reply. Null: only this client sends it again, when it must.</param>
    /// <returns>The sum.</returns>
    public ValueTask<double> IncrementAsync(CacheKey member, double by = 1, string? requestId = null, CancellationToken cancellationToken = default)
    {
        // Before it has a number, which only its end gives back.
        if (double.IsNaN(by)) throw new CacheException(CacheErrorCode.InvalidScore, "score = NaN: must be a number");
        var request = Request<double>.Rent(RequestKind.Write, Maps.Double);
        Counted.Begin(request, 4, requestId, Client.Numbers).Add("ZINCRBY"u8).AddKey(Key).Add(by).Add(member);
        return Client.Router.Send(request, "ZINCRBY", cancellationToken);
    }

    /// <summary>A member's score; null when it is not there.</summary>
    public ValueTask<double?> ScoreAsync(CacheKey member, CancellationToken cancellationToken = default)
    {
        var request = Request<double?>.Rent(RequestKind.Read, Maps.OptionalDouble);
        request.Commands.Begin(3).Add("ZSCORE"u8).AddKey(Key).Add(member);
        return Client.Router.Send(request, "ZSCORE", cancellationToken);
    }

    /// <summary>Scores of several members in their order; null for each that is not there.</summary>
    public ValueTask<IReadOnlyList<double?>> ScoresAsync(IReadOnlyList<CacheKey> members, CancellationToken cancellationToken = default)
    {
        if (members.Count == 0) return new([]);
        var request = Request<IReadOnlyList<double?>>.Rent(RequestKind.Read, Maps.OptionalDoubles);
        AddAll(request.Commands.Begin(2 + members.Count).Add("ZMSCORE"u8).AddKey(Key), members);
        return Client.Router.Send(request, "ZMSCORE", cancellationToken);
    }

    /// <summary>A member's rank; null when it is not there. O(log n).</summary>
    public ValueTask<long?> RankAsync(CacheKey member, BoardOrder order = BoardOrder.Descending, CancellationToken cancellationToken = default)
    {
        var request = Request<long?>.Rent(RequestKind.Read, Maps.OptionalInteger);
        request.Commands.Begin(3).Add(order == BoardOrder.Descending ? "ZREVRANK"u8 : "ZRANK"u8).AddKey(Key).Add(member);
        return Client.Router.Send(request, "ZRANK", cancellationToken);
    }

    /// <summary>A member's rank and score at one moment; null when it is not there.</summary>
    public ValueTask<BoardRank?> RankAndScoreAsync(CacheKey member, BoardOrder order = BoardOrder.Descending, CancellationToken cancellationToken = default)
    {
        var request = Request<BoardRank?>.Rent(RequestKind.Read, BoardMaps.Rank);
        request.Commands.Begin(4).Add(order == BoardOrder.Descending ? "ZREVRANK"u8 : "ZRANK"u8).AddKey(Key).Add(member).Add("WITHSCORE"u8);
        return Client.Router.Send(request, "ZRANK", cancellationToken);
    }

    /// <summary>The first so many members.</summary>
    public ValueTask<IReadOnlyList<BoardEntry>> TopAsync(int count, BoardOrder order = BoardOrder.Descending, CancellationToken cancellationToken = default) =>
        count <= 0 ? new([]) : RangeAsync(0, count - 1, order, cancellationToken);

    /// <summary>Members from one rank to another, both included; negative ranks count from the end, -1 is the last.</summary>
    public ValueTask<IReadOnlyList<BoardEntry>> RangeAsync(long start, long stop, BoardOrder order = BoardOrder.Descending, CancellationToken cancellationToken = default)
    {
        var request = Request<IReadOnlyList<BoardEntry>>.Rent(RequestKind.Read, BoardMaps.Entries);
        request.Commands.Begin(5).Add(order == BoardOrder.Descending ? "ZREVRANGE"u8 : "ZRANGE"u8).AddKey(Key).Add(start).Add(stop).Add("WITHSCORES"u8);
        return Client.Router.Send(request, "ZRANGE", cancellationToken);
    }

    /// <summary>Members whose scores lie in a range.</summary>
    /// <param name="skip">So many of them are passed over first.</param>
    /// <param name="take">At most so many; negative: all.</param>
    public ValueTask<IReadOnlyList<BoardEntry>> RangeByScoreAsync(
        ScoreBound from, ScoreBound to, BoardOrder order = BoardOrder.Descending, long skip = 0, long take = -1, CancellationToken cancellationToken = default)
    {
        var request = Request<IReadOnlyList<BoardEntry>>.Rent(RequestKind.Read, BoardMaps.Entries);
        var isDown = order == BoardOrder.Descending;
        request.Commands.Begin(8).Add(isDown ? "ZREVRANGEBYSCORE"u8 : "ZRANGEBYSCORE"u8).AddKey(Key)
            .Add(isDown ? to : from).Add(isDown ? from : to).Add("WITHSCORES"u8).Add("LIMIT"u8).Add(skip).Add(take);
        return Client.Router.Send(request, "ZRANGEBYSCORE", cancellationToken);
    }

    /// <summary>Members in a range of byte strings, where all scores are equal. Ends as Redis writes them: [a or (a, - and +.</summary>
    public ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> RangeByNameAsync(CacheKey from, CacheKey to, BoardOrder order = BoardOrder.Ascending, CancellationToken cancellationToken = default)
    {
        var request = Request<IReadOnlyList<ReadOnlyMemory<byte>>>.Rent(RequestKind.Read, BoardMaps.Members);
        var isDown = order == BoardOrder.Descending;
        request.Commands.Begin(4).Add(isDown ? "ZREVRANGEBYLEX"u8 : "ZRANGEBYLEX"u8).AddKey(Key).Add(isDown ? to : from).Add(isDown ? from : to);
        return Client.Router.Send(request, "ZRANGEBYLEX", cancellationToken);
    }

    /// <summary>Number of members.</summary>
    public ValueTask<long> CountAsync(CancellationToken cancellationToken = default) => Client.OfKey(RequestKind.Read, "ZCARD"u8, Key, Maps.Integer, "ZCARD", cancellationToken);

    /// <summary>Number of members whose scores lie in a range. O(log n).</summary>
    public ValueTask<long> CountAsync(ScoreBound from, ScoreBound to, CancellationToken cancellationToken = default)
    {
        var request = Request<long>.Rent(RequestKind.Read, Maps.Integer);
        request.Commands.Begin(4).Add("ZCOUNT"u8).AddKey(Key).Add(from).Add(to);
        return Client.Router.Send(request, "ZCOUNT", cancellationToken);
    }

    /// <summary>Number of members in a range of byte strings, see <see cref="RangeByNameAsync"/>.</summary>
    public ValueTask<long> CountByNameAsync(CacheKey from, CacheKey to, CancellationToken cancellationToken = default)
    {
        var request = Request<long>.Rent(RequestKind.Read, Maps.Integer);
        request.Commands.Begin(4).Add("ZLEXCOUNT"u8).AddKey(Key).Add(from).Add(to);
        return Client.Router.Send(request, "ZLEXCOUNT", cancellationToken);
    }

    /// <returns>Whether the member was there.</returns>
    public async ValueTask<bool> RemoveAsync(CacheKey member, CancellationToken cancellationToken = default) => await RemoveAsync([member], cancellationToken).ConfigureAwait(false) > 0;

    /// <returns>How many were there.</returns>
    public ValueTask<long> RemoveAsync(IReadOnlyList<CacheKey> members, CancellationToken cancellationToken = default)
    {
        if (members.Count == 0) return new(0);
        var request = Request<long>.Rent(RequestKind.Write, Maps.Integer);
        AddAll(request.Commands.Begin(2 + members.Count).Add("ZREM"u8).AddKey(Key), members);
        return Client.Router.Send(request, "ZREM", cancellationToken);
    }

    /// <summary>Removes members from one rank to another, counted from the lowest score; both included, negative ones count from the end.</summary>
    /// <returns>How many.</returns>
    public ValueTask<long> RemoveByRankAsync(long start, long stop, CancellationToken cancellationToken = default)
    {
        var request = Request<long>.Rent(RequestKind.Write, Maps.Integer);
        request.Commands.Begin(4).Add("ZREMRANGEBYRANK"u8).AddKey(Key).Add(start).Add(stop);
        return Client.Router.Send(request, "ZREMRANGEBYRANK", cancellationToken);
    }

    /// <returns>How many.</returns>
    public ValueTask<long> RemoveByScoreAsync(ScoreBound from, ScoreBound to, CancellationToken cancellationToken = default)
    {
        var request = Request<long>.Rent(RequestKind.Write, Maps.Integer);
        request.Commands.Begin(4).Add("ZREMRANGEBYSCORE"u8).AddKey(Key).Add(from).Add(to);
        return Client.Router.Send(request, "ZREMRANGEBYSCORE", cancellationToken);
    }

    /// <summary>Removes members in a range of byte strings, see <see cref="RangeByNameAsync"/>.</summary>
    /// <returns>How many.</returns>
    public ValueTask<long> RemoveByNameAsync(CacheKey from, CacheKey to, CancellationToken cancellationToken = default)
    {
        var request = Request<long>.Rent(RequestKind.Write, Maps.Integer);
        request.Commands.Begin(4).Add("ZREMRANGEBYLEX"u8).AddKey(Key).Add(from).Add(to);
        return Client.Router.Send(request, "ZREMRANGEBYLEX", cancellationToken);
    }

    /// <summary>Removes the first so many members and returns them: a priority queue.</summary>
    public ValueTask<IReadOnlyList<BoardEntry>> PopAsync(int count = 1, BoardOrder order = BoardOrder.Descending, CancellationToken cancellationToken = default)
    {
        var request = Request<IReadOnlyList<BoardEntry>>.Rent(RequestKind.Write, BoardMaps.Entries);
        request.Commands.Begin(3).Add(order == BoardOrder.Descending ? "ZPOPMAX"u8 : "ZPOPMIN"u8).AddKey(Key).Add(count);
        return Client.Router.Send(request, "ZPOP", cancellationToken);
    }

    /// <summary>Members chosen by chance: distinct ones, or with a negative count any.</summary>
    public ValueTask<IReadOnlyList<BoardEntry>> RandomAsync(int count, CancellationToken cancellationToken = default)
    {
        var request = Request<IReadOnlyList<BoardEntry>>.Rent(RequestKind.Read, BoardMaps.Entries);
        request.Commands.Begin(4).Add("ZRANDMEMBER"u8).AddKey(Key).Add(count).Add("WITHSCORES"u8);
        return Client.Router.Send(request, "ZRANDMEMBER", cancellationToken);
    }

    /// <summary>Walks over all members in no order. Those there throughout come at least once.</summary>
    public async IAsyncEnumerable<BoardEntry> ScanAsync(string? pattern = null, int pageSize = 1000, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var cursor = "0";
        do
        {
            var request = Request<RespValue>.Rent(RequestKind.Read, Maps.Any);
            var commands = request.Commands.Begin(pattern is null ? 5 : 7).Add("ZSCAN"u8).AddKey(Key).Add(cursor).Add("COUNT"u8).Add(pageSize);
            if (pattern is not null) commands.Add("MATCH"u8).Add(pattern);
            var page = await Client.Router.Send(request, "ZSCAN", cancellationToken).ConfigureAwait(false);
            cursor = page.Items[0].AsText();
            for (var i = 0; i < page.Items[1].Items.Count; i += 2) yield return new BoardEntry(page.Items[1].Items[i].AsBytes(), page.Items[1].Items[i + 1].AsNumber());
        }
        while (cursor != "0");
    }

    /// <summary>Deletes the board.</summary>
    /// <returns>Whether it was there.</returns>
    public ValueTask<bool> DeleteAsync(CancellationToken cancellationToken = default) => Client.DeleteAsync(Key, cancellationToken);

    /// <inheritdoc cref="CacheClient.ExpireAsync"/>
    public ValueTask<bool> ExpireAsync(TimeSpan timeToLive, CancellationToken cancellationToken = default) => Client.ExpireAsync(Key, timeToLive, cancellationToken);

    private static CommandBytes AddUpdate(CommandBytes commands, BoardUpdate update) => update switch
    {
        BoardUpdate.OnlyNew => commands.Add("NX"u8),
        BoardUpdate.OnlyPresent => commands.Add("XX"u8),
        BoardUpdate.IfHigher => commands.Add("GT"u8),
        BoardUpdate.IfLower => commands.Add("LT"u8),
        _ => commands,
    };

    private static CommandBytes AddAll(CommandBytes commands, IReadOnlyList<CacheKey> members)
    {
        foreach (var member in members) commands.Add(member);
        return commands;
    }
}
