using System.Buffers;
using System.Buffers.Binary;
using AkkaCache.Commands.Effects;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Commands.Tests.Effects;

/// <summary>Everything that was ever appended to a log, each record as an array of its own.</summary>
internal sealed class LogTwin
{
    private readonly List<byte[]> _records = [];
    private readonly List<long> _ends = [0];

    public long Last => _records.Count;

    public void Append(CommandVector command, bool isContinued)
    {
        var record = new List<byte>();
        Number(record, 0);
        Number(record, command.Count | (isContinued ? int.MinValue : 0));
        for (var i = 0; i < command.Count; i++)
        {
            Number(record, command[i].Length);
            record.AddRange(command[i]);
        }
        var bytes = record.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(bytes, bytes.Length);
        _records.Add(bytes);
        _ends.Add(_ends[^1] + bytes.Length);
    }

    /// <summary>The records from <paramref name="sequence"/> on, one after the other.</summary>
    public byte[] Bytes(long sequence, int count) => [.. _records.GetRange((int)sequence - 1, count).SelectMany(record => record)];

    public long BytesFrom(long sequence) => _ends[^1] - _ends[(int)Math.Min(sequence - 1, Last)];

    /// <summary>What a log holds is a suffix of this, without gaps.</summary>
    public void CheckSuffix(EffectLog log)
    {
        var cursor = log.CursorAt(log.FirstSequence)!.Value;
        var target = new ArrayBufferWriter<byte>();
        var count = log.TryRead(ref cursor, long.MaxValue, int.MaxValue, target);
        Assert.Equal(log.LastSequence - log.FirstSequence + 1, count);
        Assert.Equal(Bytes(log.FirstSequence, count), target.WrittenSpan);
    }

    private static void Number(List<byte> record, int value)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(number, value);
        record.AddRange(number);
    }
}
