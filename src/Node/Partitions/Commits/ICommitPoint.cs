namespace AkkaCache.Node.Partitions.Commits;

/// <summary>How far a partition's effects are safe: what an answer asks before it leaves.</summary>
/// <remarks>
/// A command runs at once and its reply is written at once; where copies must have an effect before it is answered, the reply is held.
/// Whoever ran the command takes a <see cref="CommitMark"/> while the gate is still held and asks <see cref="Check"/> before the reply leaves.
/// A read is held like a write: what it saw must be safe too.
/// </remarks>
public interface ICommitPoint
{
    /// <summary>Replies are held now. Read with the gate held, after the command ran; false on a lone node and in the modes none and async.</summary>
    bool NeedsHold { get; }

    /// <summary>The place in the log that must be safe before the command that just ran may be answered. The gate is held.</summary>
    CommitMark Mark(bool isWrite);

    /// <summary>Whether it is. From any thread, without the gate, and brief: it is asked once per reply that waits.</summary>
    HoldState Check(in CommitMark mark);

    /// <summary>Tells <paramref name="waiter"/> once, the next time an answer of <see cref="Check"/> may have changed.</summary>
    /// <remarks>What changed before this call is not told: subscribe, then check again.</remarks>
    void Subscribe(ICommitWaiter waiter);
}

/// <summary>Somebody who holds replies.</summary>
public interface ICommitWaiter
{
    /// <summary>Check again. Called from any thread, perhaps with a gate held: only take a note.</summary>
    void CommitsMoved();
}

/// <summary>Whether a reply may leave.</summary>
public enum HoldState
{
    /// <summary>Not yet.</summary>
    Wait,

    /// <summary>What it says is safe.</summary>
    MayLeave,

    /// <summary>The partition changed hands first: whether the new primary has the effect is not known here.</summary>
    Lost,
}

/// <summary>A place in a partition's log, as of one command.</summary>
/// <param name="Point">The partition's commits; null: nothing to wait for.</param>
/// <param name="Epoch">The epoch in which the command ran.</param>
/// <param name="Index">The last effect of the log when it had run.</param>
/// <param name="IsWrite">The command may have changed something.</param>
public readonly record struct CommitMark(ICommitPoint? Point, long Epoch, long Index, bool IsWrite)
{
    public bool IsNone => Point is null;

    public HoldState Check() => Point!.Check(this);
}
