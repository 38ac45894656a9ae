using AkkaCache.Client.Requests;

namespace AkkaCache.Client.Near;

/// <summary>What this client itself changes is forgotten at once: whoever has written reads no older value, though the node's word comes later.</summary>
/// <remarks>
/// Twice: when the write stands in line, so that reads made behind it go behind it; and when it was answered, before its caller hears of it, because a read may have been
/// kept in between. A command whose keys the client does not know makes it forget everything.
/// </remarks>
internal static class OwnWrites
{
    /// <summary>Whether this changes something that may be kept.</summary>
    public static bool Concerns(Request request) => request.Kind != RequestKind.Read;

    /// <summary>The key of a write that has just one, copied because the request is its router's after it is sent. Empty: it has none, several, or one that is never kept.</summary>
    public static ReadOnlySpan<byte> OnlyKey(Request request, Span<byte> room)
    {
        if (request.Commands is not { KeyCount: 1, HasUnknownKeys: false }) return default;
        var key = request.Commands.FirstKey;
        if (key.Length > room.Length) return default;
        key.CopyTo(room);
        return room[..key.Length];
    }

    /// <summary>Forgets what a write changes.</summary>
    public static void Forget(NearCache near, Request request)
    {
        var commands = request.Commands;
        if (commands.HasUnknownKeys || commands.KeyCount == 0) near.ForgetAll();
        else for (var i = 0; i < commands.KeyCount; i++) near.Forget(commands.KeyAt(i));
    }
}
