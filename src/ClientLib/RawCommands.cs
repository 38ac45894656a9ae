using AkkaCache.Client.Requests;

namespace AkkaCache.Client;

/// <summary>Commands as their callers put them together.</summary>
internal static class RawCommands
{
    /// <summary>What these change is the session's, and all requests of a client share one.</summary>
    private static readonly HashSet<string> OfTheSession = new(StringComparer.OrdinalIgnoreCase)
    {
        "AUTH", "DISCARD", "EXEC", "HELLO", "MONITOR", "MULTI", "PSUBSCRIBE", "PUNSUBSCRIBE", "QUIT", "READONLY", "READWRITE", "RESET", "SUBSCRIBE", "UNSUBSCRIBE", "UNWATCH", "WATCH",
    };

    public static void Check(IReadOnlyList<CacheKey> vector)
    {
        ArgumentNullException.ThrowIfNull(vector);
        if (vector.Count == 0) throw new ArgumentException("a command has at least a name", nameof(vector));
        var name = vector[0].ToString();
        var isReplyMode = vector.Count > 1 && name.Equals("CLIENT", StringComparison.OrdinalIgnoreCase) && vector[1].ToString().Equals("REPLY", StringComparison.OrdinalIgnoreCase);
        if (isReplyMode || OfTheSession.Contains(name)) throw new ArgumentException($"{name}: the session belongs to all requests of this client; transactions are made by CreateTransaction", nameof(vector));
    }

    public static void Add(CommandBytes commands, IReadOnlyList<CacheKey> vector, int keyAt)
    {
        commands.Begin(vector.Count).HasUnknownKeys = true;
        for (var i = 0; i < vector.Count; i++)
        {
            if (i == keyAt && i > 0) commands.AddKey(vector[i]);
            else commands.Add(vector[i]);
        }
    }
}
