using AkkaCache.Client.Requests;
using AkkaCache.Client.Routing;

namespace AkkaCache.Client;

/// <summary>Commands on keys of one partition that are executed without anything in between, or not at all. Not thread-safe.</summary>
public sealed class CacheTransaction
{
    private readonly RequestRouter _router;
    private readonly List<IReadOnlyList<CacheKey>> _commands = [];
    private readonly List<int> _keys = [];

    internal CacheTransaction(RequestRouter router) => _router = router;

    public int Count => _commands.Count;

    /// <inheritdoc cref="CacheClient.ExecuteAsync"/>
    public CacheTransaction Add(IReadOnlyList<CacheKey> vector, int keyAt = 1)
    {
        RawCommands.Check(vector);
        _commands.Add(vector);
        _keys.Add(keyAt);
        return this;
    }

    /// <summary>Executes it. The replies come in the order of the commands; a command that failed has <see cref="RespValue.Error"/>, and the others were executed all the same, as in Redis.</summary>
    /// <exception cref="CacheException">The keys lie in several partitions, or a command was refused before anything was executed.</exception>
    public ValueTask<IReadOnlyList<RespValue>> ExecuteAsync(CancellationToken cancellationToken = default)
    {
        if (_commands.Count == 0) return new([]);
        CheckPartition();
        var request = Request<IReadOnlyList<RespValue>>.Rent(RequestKind.Write, Replies, replies: _commands.Count + 2);
        request.Commands.Begin(1).Add("MULTI"u8);
        for (var i = 0; i < _commands.Count; i++) RawCommands.Add(request.Commands, _commands[i], _keys[i]);
        request.Commands.Begin(1).Add("EXEC"u8);
        return _router.Send(request, "EXEC", cancellationToken);
    }

    private static readonly ReplyMap<IReadOnlyList<RespValue>> Replies = static (ref reply) => RespValue.Read(ref reply).Items;

    private void CheckPartition()
    {
        var layout = _router.Layout;
        int? partition = null;
        for (var i = 0; i < _commands.Count; i++)
        {
            if (_keys[i] <= 0 || _keys[i] >= _commands[i].Count) continue;
            var key = _commands[i][_keys[i]];
            var bytes = new byte[key.ByteCount];
            key.CopyTo(bytes);
            var own = layout.OfKey(bytes);
            if ((partition ??= own) != own) throw new CacheException(CacheErrorCode.CrossPartition, $"key {key} lies in another partition than those before; give them the same tag in braces");
        }
    }
}
