namespace AkkaCache.Node.Sessions.Replies;

/// <summary>Whoever waits for the reply to a command that is executed elsewhere or later.</summary>
public interface IReplySink
{
    /// <summary>Takes the reply: once, from any thread.</summary>
    /// <param name="part">Which command of several that one sink stands for.</param>
    /// <param name="resp">A whole reply in the protocol version of whoever asked; copied.</param>
    /// <param name="wakeUps">Takes the connection that has to be told; the caller raises it afterwards.</param>
    void Answer(int part, ReadOnlySpan<byte> resp, WakeUps wakeUps);
}
