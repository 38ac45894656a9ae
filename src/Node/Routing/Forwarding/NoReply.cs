using AkkaCache.Node.Sessions.Replies;

namespace AkkaCache.Node.Routing.Forwarding;

/// <summary>Nobody waits for the reply.</summary>
internal sealed class NoReply : IReplySink
{
    public static readonly NoReply Instance = new();

    public void Answer(int part, ReadOnlySpan<byte> resp, WakeUps wakeUps)
    {
    }
}
