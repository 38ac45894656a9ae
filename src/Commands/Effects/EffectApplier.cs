using System.Diagnostics.CodeAnalysis;
using System.Text;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Engine.Store;
using AkkaCache.Protocol.Resp;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Commands.Effects;

/// <summary>Executes effects on a copy of a partition, as they come from its primary.</summary>
/// <remarks>
/// <para>
/// A copy decides nothing: no entry is past its time for it (the primary sends DEL), no limit and no default holds, and its log gets the primary's records byte by byte, under the same
/// numbers. Only the stamps of use are its own, since by them it evicts once it is primary. Watchers are told as usual.
/// </para>
/// <para>
/// An effect that is refused shows that the copy is another than the primary's. While a snapshot is received that is no wonder, because keys are there in part: such refusals are passed over, and what
/// the effect would have done comes with a later chunk (<see cref="SnapshotCutter"/>).
/// </para>
/// <para>Used by one thread at a time, for any partition whose gate is held. Allocates nothing once its tables have grown.</para>
/// </remarks>
public sealed class EffectApplier : IDisposable
{
    /// <summary>About as many loads as a processor's core has under way at a time.</summary>
    private const int Group = 16;

    /// <summary>Steps of a probe: the bucket and up to three entries of its chain.</summary>
    private const int ProbeSteps = 4;

    /// <summary>Where the first key of nearly all effects is.</summary>
    private const int KeyAt = 1;

    private readonly CommandTable _table;
    private readonly EffectSurroundings _surroundings;
    private readonly Action<IDisposable> _free;
    private readonly DataSettings _settings = new() { Metrics = false, BoardMetrics = false };
    private readonly RespWriter _reply = new();
    private readonly EffectReader _reader = new();
    private string? _refusal;
    private bool _isRefused;
    private bool _isReceiving;

    /// <param name="table">All commands.</param>
    /// <param name="free">Takes the memory of a store that was emptied, to dispose it later and elsewhere; null: at once.</param>
    public EffectApplier(CommandTable table, Action<IDisposable>? free = null)
    {
        _table = table;
        _free = free ?? (memory => memory.Dispose());
        _surroundings = new EffectSurroundings(table, _free);
        _reply.OnError = Refuse;
    }

    /// <summary>Takes effects into a copy and its log.</summary>
    /// <param name="space">The copy's.</param>
    /// <param name="records">As <see cref="EffectLog.TryRead"/> copied them: <paramref name="skip"/> and <paramref name="count"/> of them, and nothing else.</param>
    /// <param name="skip">Those that the copy holds already.</param>
    /// <param name="count">Those that follow, and are applied.</param>
    /// <param name="nowMs">Unix time, for stamps of use only.</param>
    /// <param name="isReceiving">A snapshot is being received: refusals are passed over.</param>
    /// <exception cref="EffectRefusedException">The copy is void now; its log did not move.</exception>
    public void Apply(PartitionSpace space, ReadOnlySpan<byte> records, int skip, int count, long nowMs, bool isReceiving)
    {
        var next = space.Effects.LastSequence + 1;
        _isReceiving = isReceiving;
        space.Effects.IsSuspended = true;
        try
        {
            Execute(space, records, skip, count, nowMs, next);
        }
        finally
        {
            space.Effects.IsSuspended = false;
            _reply.Trim();
        }
        space.Effects.AppendRaw(records, skip, count);
    }

    /// <summary>Takes a chunk of a snapshot into a copy, without its log. A chunk with a header empties the store first.</summary>
    /// <exception cref="EffectRefusedException">The copy is void now.</exception>
    public void ApplyChunk(PartitionSpace space, ReadOnlySpan<byte> chunk, long nowMs)
    {
        _isReceiving = false;
        space.Effects.IsSuspended = true;
        try
        {
            var context = NewContext(nowMs);
            for (var at = 0; TryRead(chunk, ref at, out var record);)
            {
                if (SnapshotHeader.TryRead(record, out var seed)) Restart(space, seed);
                else Execute(ref context, space, record, 0);
            }
        }
        finally
        {
            space.Effects.IsSuspended = false;
            _reply.Trim();
        }
    }

    public void Dispose() => _reply.Dispose();

    private CommandContext NewContext(long nowMs) =>
        new(_reply, _surroundings, _surroundings, _surroundings, _settings, nowMs: 0) { IsEffect = true, StampBase = (uint)(nowMs >> 3) };

    private void Execute(PartitionSpace space, ReadOnlySpan<byte> records, int skip, int count, long nowMs, long next)
    {
        var context = NewContext(nowMs);
        var at = 0;
        var read = 0L;
        while (true)
        {
            // Before the next effect is read: the reader has one table of arguments.
            if (count > 1 && read % Group == 0) LookAhead(space, records, at);
            if (!TryRead(records, ref at, out var effect)) break;
            if (read >= skip) Execute(ref context, space, effect, next + read - skip);
            read++;
        }
        if (read != (long)skip + count) throw new EffectRefusedException($"{read} effects where {skip} + {count} were announced");
    }

    /// <summary>Moves the look-ups of the next effects' keys on in turn, so that they wait for memory together. Only hints come of it.</summary>
    private void LookAhead(PartitionSpace space, ReadOnlySpan<byte> records, int at)
    {
        Span<KeyProbe> probes = stackalloc KeyProbe[Group];
        var found = 0;
        while (found < Group && TryRead(records, ref at, out var effect))
            if (effect.Count > KeyAt) probes[found++] = space.Store.StartProbe(effect[KeyAt]);
        for (var step = 0; step < ProbeSteps; step++)
        {
            for (var i = 0; i < found; i++) space.Store.Step(ref probes[i]);
        }
    }

    private void Execute(ref CommandContext context, PartitionSpace space, CommandVector effect, long sequence)
    {
        var row = _table.Find(effect[0]);
        if (row is null || !row.Is(CommandFlags.Write) || !row.AcceptsCount(effect.Count)) Throw(effect, sequence, "no effect");
        _isRefused = false;
        context.Start(row, effect, space);
        try
        {
            row.Handler(ref context);
        }
        catch (Exception e)
        {
            throw new EffectRefusedException(Text(effect, sequence, e.Message), e);
        }
        finally
        {
            while (_reply.PendingBytes > 0) _reply.Take(_reply.Peek().Count);
        }
        if (_isRefused) Throw(effect, sequence, _refusal!);
    }

    private bool TryRead(ReadOnlySpan<byte> records, scoped ref int at, out CommandVector record)
    {
        try
        {
            return _reader.TryRead(records, ref at, out record, out _);
        }
        catch (InvalidDataException e)
        {
            throw new EffectRefusedException(e.Message, e);
        }
    }

    private void Restart(PartitionSpace space, ulong seed)
    {
        if (space.Store.Count > 0 && !space.Watches.IsEmpty) space.Watches.ChangedWhere(key => space.Store.Find(key) >= 0);
        space.Once.Clear();
        _free(space.Store.Clear(seed));
    }

    private void Refuse(ReadOnlySpan<byte> error)
    {
        if (_isReceiving) return;
        _isRefused = true;
        _refusal = Encoding.UTF8.GetString(error);
    }

    [DoesNotReturn]
    private static void Throw(CommandVector effect, long sequence, string why) => throw new EffectRefusedException(Text(effect, sequence, why));

    // The name only: keys and values are no business of a log file.
    private static string Text(CommandVector effect, long sequence, string why)
    {
        const int shown = 32;
        var name = effect[0];
        return $"effect {sequence}, {Encoding.UTF8.GetString(name[..Math.Min(shown, name.Length)])} of {effect.Count - 1} arguments: {why}";
    }
}
