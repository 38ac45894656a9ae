using AkkaCache.Client.Requests;

namespace AkkaCache.Client;

/// <summary>What a board and others have in common, or together. In a cluster all of them must lie in one partition: give their keys the same tag in braces.</summary>
public sealed class LeaderboardSets
{
    private readonly Leaderboard _board;

    internal LeaderboardSets(Leaderboard board) => _board = board;

    /// <summary>Members of any of the boards.</summary>
    public ValueTask<IReadOnlyList<BoardEntry>> UnionAsync(IReadOnlyList<CacheKey> others, BoardJoin join = BoardJoin.Sum, CancellationToken cancellationToken = default)
    {
        var request = Entries();
        request.Commands.Begin(6 + others.Count).Add("ZUNION"u8).AddBoards(_board.Key, others).AddJoin(join).Add("WITHSCORES"u8);
        return _board.Client.Router.Send(request, "ZUNION", cancellationToken);
    }

    /// <summary>Members of all of the boards.</summary>
    public ValueTask<IReadOnlyList<BoardEntry>> IntersectAsync(IReadOnlyList<CacheKey> others, BoardJoin join = BoardJoin.Sum, CancellationToken cancellationToken = default)
    {
        var request = Entries();
        request.Commands.Begin(6 + others.Count).Add("ZINTER"u8).AddBoards(_board.Key, others).AddJoin(join).Add("WITHSCORES"u8);
        return _board.Client.Router.Send(request, "ZINTER", cancellationToken);
    }

    /// <summary>Members of this board that none of the others has.</summary>
    public ValueTask<IReadOnlyList<BoardEntry>> ExceptAsync(IReadOnlyList<CacheKey> others, CancellationToken cancellationToken = default)
    {
        var request = Entries();
        request.Commands.Begin(4 + others.Count).Add("ZDIFF"u8).AddBoards(_board.Key, others).Add("WITHSCORES"u8);
        return _board.Client.Router.Send(request, "ZDIFF", cancellationToken);
    }

    /// <summary>How many members all of the boards have in common.</summary>
    /// <param name="limit">Counted up to here; 0: all.</param>
    public ValueTask<long> IntersectCountAsync(IReadOnlyList<CacheKey> others, long limit = 0, CancellationToken cancellationToken = default)
    {
        var request = Request<long>.Rent(RequestKind.Read, Maps.Integer);
        request.Commands.Begin(5 + others.Count).Add("ZINTERCARD"u8).AddBoards(_board.Key, others).Add("LIMIT"u8).Add(limit);
        return _board.Client.Router.Send(request, "ZINTERCARD", cancellationToken);
    }

    /// <summary>Puts the union into another board, in place of what was there.</summary>
    /// <returns>Its number of members.</returns>
    public ValueTask<long> StoreUnionAsync(CacheKey target, IReadOnlyList<CacheKey> others, BoardJoin join = BoardJoin.Sum, CancellationToken cancellationToken = default)
    {
        var request = Request<long>.Rent(RequestKind.Write, Maps.Integer);
        request.Commands.Begin(6 + others.Count).Add("ZUNIONSTORE"u8).AddKey(target).AddBoards(_board.Key, others).AddJoin(join);
        return _board.Client.Router.Send(request, "ZUNIONSTORE", cancellationToken);
    }

    /// <summary>Puts what is common into another board, in place of what was there.</summary>
    /// <inheritdoc cref="StoreUnionAsync"/>
    public ValueTask<long> StoreIntersectionAsync(CacheKey target, IReadOnlyList<CacheKey> others, BoardJoin join = BoardJoin.Sum, CancellationToken cancellationToken = default)
    {
        var request = Request<long>.Rent(RequestKind.Write, Maps.Integer);
        request.Commands.Begin(6 + others.Count).Add("ZINTERSTORE"u8).AddKey(target).AddBoards(_board.Key, others).AddJoin(join);
        return _board.Client.Router.Send(request, "ZINTERSTORE", cancellationToken);
    }

    /// <summary>Puts what only this board has into another board, in place of what was there.</summary>
    /// <inheritdoc cref="StoreUnionAsync"/>
    public ValueTask<long> StoreDifferenceAsync(CacheKey target, IReadOnlyList<CacheKey> others, CancellationToken cancellationToken = default)
    {
        var request = Request<long>.Rent(RequestKind.Write, Maps.Integer);
        request.Commands.Begin(4 + others.Count).Add("ZDIFFSTORE"u8).AddKey(target).AddBoards(_board.Key, others);
        return _board.Client.Router.Send(request, "ZDIFFSTORE", cancellationToken);
    }

    /// <summary>Puts a range of ranks into another board, in place of what was there.</summary>
    /// <inheritdoc cref="StoreUnionAsync"/>
    public ValueTask<long> StoreRangeAsync(CacheKey target, long start, long stop, BoardOrder order = BoardOrder.Descending, CancellationToken cancellationToken = default)
    {
        var request = Request<long>.Rent(RequestKind.Write, Maps.Integer);
        var isDown = order == BoardOrder.Descending;
        var commands = request.Commands.Begin(isDown ? 6 : 5).Add("ZRANGESTORE"u8).AddKey(target).AddKey(_board.Key).Add(start).Add(stop);
        if (isDown) commands.Add("REV"u8);
        return _board.Client.Router.Send(request, "ZRANGESTORE", cancellationToken);
    }

    private static Request<IReadOnlyList<BoardEntry>> Entries() => Request<IReadOnlyList<BoardEntry>>.Rent(RequestKind.Read, BoardMaps.Entries);
}
