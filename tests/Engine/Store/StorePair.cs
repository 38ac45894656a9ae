using System.Text;
using AkkaCache.Engine.Store;

namespace AkkaCache.Engine.Tests.Store;

/// <summary>A store and its twin, driven by the same steps and compared after each.</summary>
internal sealed class StorePair : IDisposable
{
    /// <summary>One step: what to do (taken modulo the number of operations), to which key, with which size and time.</summary>
    internal readonly record struct Step(int Operation, int Key, int Size, int Time);

    private const int Operations = 16;

    private readonly PartitionStore _store = new(42);
    private readonly NaiveStore _twin = new();
    private long _nowMs = 1_700_000_000_000;
    private uint _stamp;

    public PartitionStore Store => _store;

    public void Do(Step step)
    {
        _stamp++;
        var key = KeyOf(step.Key);
        var bytes = Encoding.Latin1.GetBytes(key);
        var entry = _store.Find(bytes);
        var item = _twin.Find(key);
        Assert.Equal(item is not null, entry >= 0);
        var operation = step.Operation % Operations;
        if (item is null)
            DoAbsent(operation, step, key, bytes);
        else
            DoPresent(operation, step, entry, item);

        if (operation == 14)
            Expire(step.Time);
        else if (operation == 15 && step.Time % 8 == 0)
        {
            _store.Clear().Dispose();
            _twin.Clear();
        }
        CompareSums();
    }

    /// <summary>Everything the twin knows, in order of use; leaves the store empty.</summary>
    public void CompareAll()
    {
        _store.CheckInvariants();
        foreach (var item in _twin.ByAge.ToList())
        {
            var entry = _store.Oldest;
            Assert.Equal(item.Key, NaiveStore.Text(_store.KeyOf(entry)));
            Compare(entry, item);
            _store.Remove(entry);
            _twin.Remove(item);
            CompareSums();
        }
        _store.CheckInvariants();
        Assert.Equal(0, _store.UsedBytes);
    }

    public void Dispose() => _store.Dispose();

    /// <summary>Keys of all widths of length: short ones mostly, some above 127 bytes, some that make the block a large one; one is empty.</summary>
    private static string KeyOf(int number) => new((char)('a' + number % 26), (number % 13) switch
    {
        0 => number / 13,
        1 => 127 + number % 3,
        2 => 1020 + number % 20,
        _ => 1 + number / 13,
    });

    private static byte[] Value(int size, uint stamp)
    {
        var value = new byte[size];
        value.AsSpan().Fill((byte)(stamp * 7 + 1));
        return value;
    }

    private void DoAbsent(int operation, Step step, string key, byte[] bytes)
    {
        if (operation >= 14)
            return;
        var item = _twin.Add(key, _stamp);
        int entry;
        if (operation % 4 == 0)
        {
            item.Board = new Dictionary<string, double>(StringComparer.Ordinal);
            entry = _store.AddBoard(bytes, _stamp);
        }
        else
        {
            item.Value = Value(step.Size, _stamp);
            entry = _store.AddString(bytes, item.Value, _stamp);
        }
        Compare(entry, item);
    }

    private void DoPresent(int operation, Step step, int entry, NaiveStore.Item item)
    {
        switch (operation)
        {
            case 0 or 1:
                item.Board = null;
                item.Value = Value(step.Size, _stamp);
                _store.SetString(entry, item.Value);
                break;
            case 2 when item.Board is null:
                SetFromItself(entry, item, step.Time);
                break;
            case 3 or 4 when item.Board is null:
                Resize(entry, item, operation == 3 ? step.Size : Math.Min(20_000, item.Value.Length + step.Size % 50));
                break;
            case 3 or 4 or 5 when item.Board is not null:
                ChangeBoard(entry, item, step);
                break;
            case 6 or 7:
                _store.Touch(entry, _stamp);
                _twin.Touch(item, _stamp);
                break;
            case 8 or 9 or 10:
                var due = step.Time % 5 == 0 ? 0 : Math.Max(1, _nowMs + Ahead(step.Time));
                _store.SetDue(entry, due);
                _twin.SetDue(item, due);
                break;
            case 11:
                entry = Rename(entry, item, KeyOf(step.Size));
                break;
            case 12:
                _store.Remove(entry);
                _twin.Remove(item);
                return;
            case 13 when item.Board is not null:
                Reattach(entry, item);
                return;
            case 13:
                Assert.InRange(_store.RandomEntry(new Random(step.Time)), 0, int.MaxValue);
                break;
        }
        Compare(entry, item);
    }

    /// <summary>The value to set lies in the entry's own bytes.</summary>
    private void SetFromItself(int entry, NaiveStore.Item item, int time)
    {
        var from = item.Value.Length == 0 ? 0 : time % item.Value.Length;
        item.Value = item.Value[from..];
        _store.SetString(entry, _store.StringOf(entry)[from..]);
    }

    private void Resize(int entry, NaiveStore.Item item, int length)
    {
        Array.Resize(ref item.Value, length);
        var value = _store.ResizeString(entry, length);
        Assert.True(value.SequenceEqual(item.Value), "resize: prefix or zeros lost");
        value.Fill((byte)_stamp);
        item.Value.AsSpan().Fill((byte)_stamp);
    }

    private void ChangeBoard(int entry, NaiveStore.Item item, Step step)
    {
        var board = _store.BoardOf(entry);
        for (var i = 0; i < step.Size % 7; i++)
        {
            var member = $"m{(step.Time + i) % 50}";
            board.Set(Encoding.Latin1.GetBytes(member), step.Size);
            item.Board![member] = step.Size;
        }
        _store.Recharge(entry);
    }

    private int Rename(int entry, NaiveStore.Item item, string newKey)
    {
        if (_twin.Find(newKey) is not null)
            return entry;
        _twin.Rename(item, newKey);
        entry = _store.Rename(entry, Encoding.Latin1.GetBytes(newKey));
        Assert.Equal(entry, _store.Find(Encoding.Latin1.GetBytes(newKey)));
        return entry;
    }

    private void Reattach(int entry, NaiveStore.Item item)
    {
        var board = _store.DetachBoard(entry);
        _twin.Remove(item);
        Assert.Equal(-1, _store.Find(Encoding.Latin1.GetBytes(item.Key)));
        entry = _store.AttachBoard(Encoding.Latin1.GetBytes(item.Key), board, _stamp);
        var again = _twin.Add(item.Key, _stamp);
        again.Board = item.Board;
        Compare(entry, again);
    }

    /// <summary>From the past to centuries ahead.</summary>
    private static long Ahead(int time) => (time % 7) switch
    {
        0 => -time,
        1 => time % 50,
        2 => time,
        3 => time * 100L,
        4 => time * 10_000L,
        5 => time * 100_000_000L,
        _ => long.MaxValue / 4,
    };

    private void Expire(int time)
    {
        _nowMs += Math.Abs(time % 7 == 6 ? 0 : Ahead(time)) % 1_000_000_000_000;
        var expected = _twin.TakeExpired(_nowMs);
        for (var entry = _store.NextExpired(_nowMs); entry >= 0; entry = _store.NextExpired(_nowMs))
        {
            Assert.True(_store.DueOf(entry) <= _nowMs, "yielded before it was due");
            Assert.True(expected.Remove(NaiveStore.Text(_store.KeyOf(entry))), "yielded and not expected");
            _store.Remove(entry);
        }
        Assert.Empty(expected);
        Assert.True(_store.NextDueMs > _nowMs, "nothing is left that is due");
    }

    private void Compare(int entry, NaiveStore.Item item)
    {
        Assert.Equal(item.Key, NaiveStore.Text(_store.KeyOf(entry)));
        Assert.Equal(item.DueMs, _store.DueOf(entry));
        Assert.Equal(item.Stamp, _store.StampOf(entry));
        Assert.Equal(item.Board is null ? EntryKind.String : EntryKind.SortedSet, _store.KindOf(entry));
        if (item.Board is null)
        {
            Assert.True(_store.StringOf(entry).SequenceEqual(item.Value), "value differs");
            return;
        }
        Assert.Equal(item.Board.Count, _store.BoardOf(entry).Count);
        foreach (var (member, score) in item.Board)
        {
            Assert.True(_store.BoardOf(entry).TryGetScore(Encoding.Latin1.GetBytes(member), out var found));
            Assert.Equal(score, found);
        }
    }

    private void CompareSums()
    {
        Assert.Equal(_twin.Count, _store.Count);
        Assert.Equal(_twin.BoardCount, _store.BoardCount);
        Assert.Equal(_twin.VolatileCount, _store.VolatileCount);
        Assert.Equal(_twin.Oldest?.Key, KeyOrNull(_store.Oldest));
        Assert.Equal(_twin.Oldest?.Stamp ?? 0, _store.OldestStamp);
        Assert.Equal(_twin.OldestVolatile?.Key, KeyOrNull(_store.OldestVolatile));
        Assert.True(_store.NextDueMs <= Math.Max(_twin.NearestDueMs, _nowMs), "next due time is no lower bound");
        if (_store.VolatileCount is > 0 and <= 16)
            Assert.Equal(_twin.NearestDueMs, _store.DueOf(_store.NearestDue));
        Assert.Equal(_twin.VolatileCount == 0, _store.NearestDue < 0);
    }

    private string? KeyOrNull(int entry) => entry < 0 ? null : NaiveStore.Text(_store.KeyOf(entry));
}
