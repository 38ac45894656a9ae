using AkkaCache.Replication.Register;
using AkkaCache.Replication.Roles;

namespace AkkaCache.Replication.Journal;

/// <summary>What a node's rules tell of each event, and through which they read what another thread may be changing. Recorded by <see cref="JournalRecorder"/>, played back by <see cref="JournalPlayer"/>.</summary>
/// <remarks>
/// <para>The rules are a function of their events only if all that enters them is an event or is written down beside it. What can enter, and why a journal of it can be played back exactly:</para>
/// <list type="number">
/// <item>A replica is touched under its partition's gate only. An event of a partition takes its ticket while its gate is held, so tickets order the events of each partition.</item>
/// <item>What partitions share is touched by the replication thread only: its events come one after the other.</item>
/// <item>What a replica reads of its node without asking here (the voters in force, the seal, retirement) changes only while all gates are held. The moment at which the replication thread has taken
/// gates in the middle of its event gets a ticket too: events of partitions with a lower one ran before the change, those with a higher one after it.</item>
/// <item>Every other value that crosses from one gate to another, or between a gate and the replication thread, is read through <c>Seen</c>, and what was read is written down. So nobody needs to know when it was written.
/// These are the pongs, who was heard when, the promises and accepted values of a node's register, and who is in office.</item>
/// <item>An event that begins within another of the same partition (a copy found broken while effects are applied) is written down where it began.</item>
/// </list>
/// <para>So two events of different partitions may be played back one after the other in any order, though they ran at the same time: neither sees anything of the other but what is written down.
/// Nobody waits for anybody: a ticket is one increment, and each thread writes the event that it runs into its own buffer.</para>
/// </remarks>
internal interface IJournal
{
    /// <summary>An event begins; it is over when what this returns is disposed of.</summary>
    IDisposable? Begin(JournalEvent what);

    long Seen(long value);

    bool Seen(bool value);

    Heard Seen(Heard value);

    RegisterRow[] Seen(RegisterRow[] value);
}
