namespace AkkaCache.Node.Doors.Peers;

/// <summary>While a thread hands over the messages of a frame, what it sends in answer is gathered and leaves when the frame is done, so that answers share frames as the questions did.</summary>
/// <remarks>Only the waking of pumps by this thread is put off, and only below a frame's worth of queue: what others send meanwhile leaves at once and takes along what is there.</remarks>
internal static class Gathering
{
    [ThreadStatic]
    private static List<OutgoingStream>? _gathered;

    [ThreadStatic]
    private static bool _isOn;

    public static void Begin() => _isOn = true;

    /// <summary>Whether <see cref="End"/> wakes the stream's pump, so that the caller need not.</summary>
    public static bool TryPutOff(OutgoingStream stream)
    {
        if (!_isOn) return false;
        _gathered ??= [];
        if (!_gathered.Contains(stream)) _gathered.Add(stream);
        return true;
    }

    public static void End()
    {
        _isOn = false;
        if (_gathered is not { Count: > 0 } gathered) return;
        foreach (var stream in gathered) stream.Wake();
        gathered.Clear();
    }
}
