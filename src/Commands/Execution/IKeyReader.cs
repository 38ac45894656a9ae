namespace AkkaCache.Commands.Execution;

/// <summary>A session whose client keeps what it reads and is told when that changes.</summary>
public interface IKeyReader
{
    /// <summary>The session has ended: nobody is told any more.</summary>
    bool IsGone { get; }

    /// <summary>Sends a push, RESP already. Called under the partition's gate, from any thread: it must only queue.</summary>
    void Tell(ReadOnlyMemory<byte> push);
}
