using System.Buffers.Binary;

namespace AkkaCache.Commands.Effects;

/// <summary>Effect records in the form of the log, one after the other, written without knowing beforehand how many arguments a record will have.</summary>
/// <param name="usualBytes">Room that is made at the first record.</param>
internal sealed class RecordBuffer(int usualBytes)
{
    private byte[] _bytes = [];
    private int _recordAt;
    private int _arguments;

    public int Count { get; private set; }

    /// <summary>Gives what was written away. The buffer is empty after it.</summary>
    public ReadOnlyMemory<byte> Take()
    {
        if (Count == 0) return default;
        var written = _bytes.AsMemory(0, Count);
        _bytes = [];
        Count = 0;
        return written;
    }

    /// <summary>Back to an earlier <see cref="Count"/>, at the beginning of a record or of an argument of the open one.</summary>
    /// <param name="count">Bytes that stay.</param>
    /// <param name="arguments">Arguments of the open record that stay.</param>
    public void Rewind(int count, int arguments = 0)
    {
        Count = count;
        _arguments = arguments;
    }

    /// <summary>Arguments of the open record.</summary>
    public int Arguments => _arguments;

    public void Begin(ReadOnlySpan<byte> name, ReadOnlySpan<byte> key)
    {
        _recordAt = Count;
        _arguments = 0;
        Reserve(EffectLog.RecordHeaderBytes);
        Count += EffectLog.RecordHeaderBytes;
        Argument(name);
        Argument(key);
    }

    public void Argument(scoped ReadOnlySpan<byte> bytes)
    {
        Reserve(4 + (long)bytes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(Count), bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(Count + 4));
        Count += 4 + bytes.Length;
        _arguments++;
    }

    public void End()
    {
        var record = _bytes.AsSpan(_recordAt);
        BinaryPrimitives.WriteInt32LittleEndian(record, Count - _recordAt);
        BinaryPrimitives.WriteInt32LittleEndian(record[4..], _arguments);
    }

    private void Reserve(long bytes)
    {
        var needed = Count + bytes;
        if (needed <= _bytes.Length) return;
        // Beyond the largest array this fails as any allocation may, and the snapshot with it.
        var larger = GC.AllocateUninitializedArray<byte>(checked((int)Math.Max(needed, _bytes.Length == 0 ? usualBytes : Math.Min(2L * _bytes.Length, Array.MaxLength))));
        _bytes.AsSpan(0, Count).CopyTo(larger);
        _bytes = larger;
    }
}
