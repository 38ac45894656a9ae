namespace AkkaCache.Node.Doors.Peers;

/// <summary>Whether a lane has room for messages of one sort, and whether somebody waits for it. Guarded by the lock of the lane's stream.</summary>
/// <param name="bytes">Queued bytes below which there is room.</param>
internal sealed class LaneRoom(int bytes)
{
    /// <summary>Somebody was told that there is no room and waits for news.</summary>
    private bool _wasRefused;

    /// <summary>Who hears no is told when there is room again.</summary>
    public bool Ask(long queuedBytes)
    {
        if (queuedBytes < bytes) return true;
        _wasRefused = true;
        return false;
    }

    /// <summary>Whether somebody who was refused is to be told now. At half of the room, so that refusals and news do not alternate message by message.</summary>
    public bool TakeNews(long queuedBytes)
    {
        if (!_wasRefused || queuedBytes > bytes / 2) return false;
        _wasRefused = false;
        return true;
    }
}
