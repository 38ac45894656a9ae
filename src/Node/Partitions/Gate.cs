using System.Runtime.CompilerServices;

namespace AkkaCache.Node.Partitions;

/// <summary>The one lock of a partition: whoever holds it executes. Closed while the partition is not this node's to serve.</summary>
/// <remarks>
/// Held for microseconds by commands and up to some tens of milliseconds by a large one on a worker. A socket's thread therefore never waits:
/// it tries for about as long as a short command takes and then hands its command to a worker, which may wait.
/// Being open is checked after taking the lock, and closing takes the lock: a closed gate has nobody inside.
/// The lock is re-entrant, so a transaction that holds gates may run commands that take them again.
/// <para>
/// Where the partition has copies, two must agree that the gate is open: the partition's owner, who opens and closes it, and its replica, whose lease the clock ends.
/// And whoever leaves such a gate does what is due then (<see cref="ReplicatedCopy.Leaving"/>, <see cref="ReplicatedCopy.Left"/>).
/// </para>
/// </remarks>
public sealed class Gate
{
    /// <summary>Spins before a socket's thread gives up: some 10 µs, several times what a short command takes.</summary>
    private const int Spins = 24;

    private static long _collisions;

    private readonly Lock _lock = new();
    private bool _open;
    private ReplicatedCopy? _copy;

    /// <summary>How often somebody who may not wait found a gate taken, over all partitions since the process began.</summary>
    public static long Collisions => Volatile.Read(ref _collisions);

    /// <summary>A hint without the lock; certain only while the gate is held.</summary>
    public bool IsOpen => Volatile.Read(ref _open) && (_copy is null || _copy.MayServe);

    private bool Admits => _open && (_copy is null || _copy.MayServe);

    /// <summary>From now on a replica has a say in whether the gate is open. Once.</summary>
    internal void Attach(ReplicatedCopy copy)
    {
        lock (_lock) _copy = copy;
    }

    /// <summary>Takes the gate without waiting for a long holder.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public GateResult TryEnterBriefly()
    {
        if (!_lock.TryEnter() && !SpinForLock()) return GateResult.Busy;
        if (Admits) return GateResult.Entered;
        Exit();
        return GateResult.Closed;
    }

    /// <summary>Takes the gate if it is open and nobody holds it.</summary>
    public bool TryEnterAtOnce()
    {
        if (!_lock.TryEnter()) return false;
        if (Admits) return true;
        Exit();
        return false;
    }

    /// <summary>Takes the gate, waiting for its holder; false when it is closed. Never on a socket's thread.</summary>
    public bool TryEnter()
    {
        _lock.Enter();
        if (Admits) return true;
        Exit();
        return false;
    }

    /// <summary>Takes the lock whether the gate is open or not: for what needs order but no service, such as forgetting a watch.</summary>
    public bool TryLock(bool wait)
    {
        if (!wait) return _lock.TryEnter() || SpinForLock();
        _lock.Enter();
        return true;
    }

    /// <summary>Takes the lock whether the gate is open or not, if nobody holds it.</summary>
    internal bool TryLockAtOnce() => _lock.TryEnter();

    /// <summary>Gives back the lock and does nothing else.</summary>
    internal void Unlock() => _lock.Exit();

    internal bool IsHeldHere => _lock.IsHeldByCurrentThread;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Exit()
    {
        if (_copy is { } copy) ExitReplicated(copy);
        else _lock.Exit();
    }

    private void ExitReplicated(ReplicatedCopy copy)
    {
        copy.Leaving();
        _lock.Exit();
        copy.Left();
    }

    /// <summary>Opens for commands.</summary>
    public void Open()
    {
        _lock.Enter();
        Volatile.Write(ref _open, true);
        Exit();
    }

    /// <summary>Waits for whoever is inside and lets nobody in any more.</summary>
    public void Close()
    {
        _lock.Enter();
        Volatile.Write(ref _open, false);
        Exit();
    }

    private bool SpinForLock()
    {
        Interlocked.Increment(ref _collisions);
        var spinner = new SpinWait();
        for (var i = 0; i < Spins; i++)
        {
            spinner.SpinOnce(sleep1Threshold: -1);
            if (_lock.TryEnter()) return true;
        }
        return false;
    }
}

/// <summary>What came of trying a gate.</summary>
public enum GateResult
{
    Entered,
    Closed,

    /// <summary>Held by somebody for longer than a short command takes.</summary>
    Busy,
}
