using AkkaCache.Commands.Effects;
using AkkaCache.Commands.Table;
using AkkaCache.Engine.SortedSets;
using AkkaCache.Engine.Store;
using AkkaCache.Protocol.Resp;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Commands.Execution;

/// <summary>Everything a handler may use while it executes one command.</summary>
/// <remarks>
/// A single-key handler uses <see cref="Space"/>; one with several keys asks <see cref="SpaceOf"/> for each. Both have their gates held.
/// Order in a handler: read and check all arguments, defer if the work is large, look up, change, append effects, reply.
/// </remarks>
public ref struct CommandContext
{
    /// <summary>
    /// The most elements one command may visit on a socket's thread: about a quarter of a millisecond of work,
    /// so that nobody's neighbours notice.
    /// </summary>
    public const int InlineElements = 2048;

    private readonly IKeyspace _keyspace;
    private PartitionSpace? _space;

    public CommandContext(RespWriter reply, ISession session, INode node, IKeyspace keyspace, DataSettings settings, long nowMs)
    {
        Reply = reply;
        Session = session;
        Node = node;
        _keyspace = keyspace;
        Settings = settings;
        NowMs = nowMs;
    }

    public readonly RespWriter Reply;
    public readonly ISession Session;
    public readonly INode Node;
    public readonly DataSettings Settings;

    /// <summary>Unix time in milliseconds; one value for a whole command, transaction or read buffer. 0 where an effect is applied: nothing is due there, whatever the time.</summary>
    public long NowMs;

    /// <summary>The clock of accesses where <see cref="NowMs"/> is 0; otherwise 0.</summary>
    public uint StampBase;

    /// <summary>An effect is applied: what was decided where it was made is not decided again.</summary>
    public bool IsEffect;

    public CommandVector Args;
    public CommandDescriptor Command = null!;

    /// <summary>On a socket's thread: large work must be deferred.</summary>
    public bool Bounded;

    /// <summary>The handler did nothing and wrote nothing; the command has to run again on a worker.</summary>
    public bool Deferred { get; private set; }

    /// <summary>The coarse clock of <see cref="PartitionStore.Touch"/>: units of 8 ms.</summary>
    public readonly uint Stamp => StampOf(NowMs) + StampBase;

    /// <summary>That clock at a time.</summary>
    public static uint StampOf(long nowMs) => (uint)(nowMs >> 3);

    public readonly IKeyspace Keyspace => _keyspace;

    /// <summary>The partition of a single-partition command.</summary>
    public readonly PartitionSpace Space => _space!;

    /// <summary>
    /// The command is confined to one partition: it has its keys there, or it is an effect that a copy of the partition applies.
    /// </summary>
    public readonly bool HasSpace => _space is not null;

    public readonly PartitionStore Store => _space!.Store;

    /// <summary>Prepares the context for the next command. <paramref name="space"/> is null when keys may lie in several partitions.</summary>
    public void Start(CommandDescriptor command, CommandVector args, PartitionSpace? space)
    {
        Command = command;
        Args = args;
        _space = space;
        Deferred = false;
    }

    /// <summary>True when the work is too large for a socket's thread: the handler must return at once, having changed and written nothing.</summary>
    public bool DeferIfLarge(long elements)
    {
        if (!Bounded || elements <= InlineElements) return false;
        Deferred = true;
        return true;
    }

    public readonly PartitionSpace SpaceOf(scoped ReadOnlySpan<byte> key) => _space ?? _keyspace.Held(_keyspace.PartitionOf(key));

    /// <inheritdoc cref="PartitionSpace.FindToRead"/>
    public readonly int FindToRead(PartitionSpace space, scoped ReadOnlySpan<byte> key) => space.FindToRead(key, NowMs, Stamp);

    public readonly int FindToRead(scoped ReadOnlySpan<byte> key) => FindToRead(_space!, key);

    /// <summary>A key's entry for a write: makes it young, counts nothing.</summary>
    public readonly int FindToWrite(PartitionSpace space, scoped ReadOnlySpan<byte> key)
    {
        var entry = space.FindLive(key, NowMs);
        if (entry >= 0) space.Store.Touch(entry, Stamp);
        return entry;
    }

    public readonly int FindToWrite(scoped ReadOnlySpan<byte> key) => FindToWrite(_space!, key);

    /// <summary>True, with the reply written, when the entry exists and is of another kind.</summary>
    public readonly bool IsWrongKind(PartitionSpace space, int entry, EntryKind wanted)
    {
        if (entry < 0 || space.Store.KindOf(entry) == wanted) return false;
        Reply.Error(ErrorText.WrongType);
        return true;
    }

    public readonly bool IsWrongKind(int entry, EntryKind wanted) => IsWrongKind(_space!, entry, wanted);

    /// <summary>Marks the key changed and appends the command itself as the effect.</summary>
    public readonly void WroteAsIs(PartitionSpace space, scoped ReadOnlySpan<byte> key)
    {
        space.Changed(key);
        space.Effects.Append(Args);
    }

    public readonly void WroteAsIs(scoped ReadOnlySpan<byte> key) => WroteAsIs(_space!, key);

    /// <summary>The log of the partition, for effects that differ from the command.</summary>
    public readonly EffectLog Effects => _space!.Effects;

    /// <summary>
    /// Gives a key that was just made the default time to live of its kind, where one is set, with its effect.
    /// Call it after the effect that made the key.
    /// </summary>
    public readonly void ApplyDefaultTtl(PartitionSpace space, int entry)
    {
        var ttl = space.Store.KindOf(entry) == EntryKind.SortedSet ? Settings.BoardTtlMs : Settings.DefaultTtlMs;
        if (ttl == 0) return;
        space.Store.SetDue(entry, NowMs + ttl);
        EffectWriter.ExpireAt(space.Effects, space.Store.KeyOf(entry), NowMs + ttl);
    }

    public readonly void ApplyDefaultTtl(int entry) => ApplyDefaultTtl(_space!, entry);

    /// <summary>The board of an entry of that kind.</summary>
    public readonly SortedSet BoardOf(int entry) => _space!.Store.BoardOf(entry);
}
