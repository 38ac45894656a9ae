namespace AkkaCache.Client;

/// <summary>Commands that are collected, leave together and are answered one by one. No transaction: others may come in between. Not thread-safe.</summary>
public sealed class CacheBatch
{
    private readonly CacheClient _client;
    private readonly List<(IReadOnlyList<CacheKey> Vector, int KeyAt, bool IsRead)> _commands = [];

    internal CacheBatch(CacheClient client) => _client = client;

    public int Count => _commands.Count;

    /// <inheritdoc cref="CacheClient.ExecuteAsync"/>
    public CacheBatch Add(IReadOnlyList<CacheKey> vector, int keyAt = 1, bool isRead = false)
    {
        RawCommands.Check(vector);
        _commands.Add((vector, keyAt, isRead));
        return this;
    }

    /// <summary>Sends them. Each result is a value or the reason why there is none, in the order of the commands; the batch is empty afterwards.</summary>
    public async Task<IReadOnlyList<CacheResult<RespValue>>> SendAsync(CancellationToken cancellationToken = default)
    {
        var sent = new ValueTask<RespValue>[_commands.Count];
        for (var i = 0; i < sent.Length; i++) sent[i] = _client.ExecuteAsync(_commands[i].Vector, _commands[i].KeyAt, _commands[i].IsRead, cancellationToken);
        _commands.Clear();
        var results = new CacheResult<RespValue>[sent.Length];
        OperationCanceledException? cancelled = null;
        for (var i = 0; i < sent.Length; i++)
        {
            // Every one is awaited, whatever became of those before.
            try
            {
                results[i] = new CacheResult<RespValue>(await sent[i].ConfigureAwait(false));
            }
            catch (CacheException e)
            {
                results[i] = new CacheResult<RespValue>(e.Code, e.Message);
            }
            catch (OperationCanceledException e)
            {
                cancelled = e;
            }
        }
        return cancelled is null ? results : throw cancelled;
    }
}
