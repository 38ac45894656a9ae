namespace AkkaCache.Node.Doors.Clients;

/// <summary>Peers about whom the log was told, so that each is told of once: a flood of nonsense is one line. Thread-safe.</summary>
internal sealed class ToldPeers
{
    /// <summary>Names are the peers' own and may be made up without end; beyond this many it begins anew.</summary>
    private const int Limit = 1024;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _told = [];

    /// <summary>True for the first time.</summary>
    public bool IsNew(string peer)
    {
        lock (_lock)
        {
            if (_told.Count >= Limit) _told.Clear();
            return _told.Add(peer);
        }
    }
}
