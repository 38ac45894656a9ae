using System.Buffers;
using System.Text;
using AkkaCache.Commands.Effects;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Commands.Tests.Fixture;
using AkkaCache.Engine.Store;

namespace AkkaCache.Commands.Tests.Effects;

/// <summary>A copy of one partition that follows its primary's log, with a clock of its own.</summary>
internal sealed class CopyBench : IDisposable
{
    private readonly PartitionSpace _primary;
    private readonly EffectApplier _applier = new(AllCommands.NewTable());
    private readonly ArrayBufferWriter<byte> _records = new();
    private EffectCursor _cursor;

    /// <summary>A copy that follows from the log's end on: the primary is empty, or a snapshot comes.</summary>
    public CopyBench(PartitionSpace primary)
    {
        _primary = primary;
        Space = new PartitionSpace(primary.Index, new PartitionStore(primary.Store.Seed + 1), new EffectLog(TestKeyspace.LogBytes));
        StartOver();
    }

    public PartitionSpace Space { get; }

    public bool IsReceiving { get; set; }

    /// <summary>As far from the primary's as it can be.</summary>
    public long NowMs { get; set; } = 5;

    /// <summary>Forgets everything, as before a snapshot.</summary>
    public void StartOver()
    {
        _cursor = _primary.Effects.Tail;
        Space.Effects.StartAt(_primary.Effects.LastSequence);
        Space.Once.Clear();
        Space.Store.Clear().Dispose();
    }

    /// <summary>Takes all effects that it does not have, in messages of some size; some come twice in part.</summary>
    public void Follow(Random random)
    {
        while (_cursor.Sequence <= _primary.Effects.LastSequence)
        {
            _records.ResetWrittenCount();
            var again = random.Next(4) == 0 ? (int)Math.Min(random.Next(4), _cursor.Sequence - Math.Max(_primary.Effects.FirstSequence, Space.Effects.FirstSequence)) : 0;
            var cursor = _primary.Effects.CursorAt(_cursor.Sequence - Math.Max(0, again))!.Value;
            var count = _primary.Effects.TryRead(ref cursor, long.MaxValue, random.Next(2000), _records);
            var skip = (int)(_cursor.Sequence - cursor.Sequence) + count;
            if (skip >= count) continue;
            _applier.Apply(Space, _records.WrittenSpan, skip, count - skip, NowMs, IsReceiving);
            _cursor = cursor;
        }
    }

    public void Take(ReadOnlyMemory<byte> chunk) => _applier.ApplyChunk(Space, chunk.Span, NowMs);

    /// <summary>Content and log are the primary's.</summary>
    public void Check(string when)
    {
        var wanted = StoreDump.Of(_primary.Store);
        var found = StoreDump.Of(Space.Store);
        Assert.True(wanted == found, $"{when}, partition {_primary.Index}: {Difference(wanted, found)}");
        Assert.Equal(Requests(_primary), Requests(Space));
        Assert.Equal(_primary.Effects.LastSequence, Space.Effects.LastSequence);
        Assert.True(RecordsSince(_primary, Space.Effects.FirstSequence).SequenceEqual(RecordsSince(Space, Space.Effects.FirstSequence)), $"{when}, partition {_primary.Index}: the logs differ");
    }

    public void Dispose()
    {
        Space.Store.CheckInvariants();
        Space.Store.Dispose();
        _applier.Dispose();
    }

    /// <summary>Where two dumps begin to differ.</summary>
    public static string Difference(string wanted, string found)
    {
        var at = wanted.AsSpan().CommonPrefixLength(found);
        return $"...{Around(wanted, at)}... in place of ...{Around(found, at)}...";
    }

    private static string Around(string dump, int at) => dump[Math.Max(0, at - 100)..Math.Min(dump.Length, at + 100)];

    /// <summary>What is remembered of requests.</summary>
    private static string[] Requests(PartitionSpace space) =>
        [.. space.Once.Records.Select(record => $"{Encoding.UTF8.GetString(record.Client)} {record.Sequence} {record.Low} {Encoding.UTF8.GetString(record.Reply)}").Order(StringComparer.Ordinal)];

    private static byte[] RecordsSince(PartitionSpace space, long first)
    {
        var cursor = space.Effects.CursorAt(first)!.Value;
        var records = new ArrayBufferWriter<byte>();
        space.Effects.TryRead(ref cursor, long.MaxValue, int.MaxValue, records);
        return records.WrittenSpan.ToArray();
    }
}
