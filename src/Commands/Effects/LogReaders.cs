using System.Buffers;

namespace AkkaCache.Commands.Effects;

/// <summary>Where the readers of a log have stopped: whoever goes on from there is spared the search.</summary>
/// <remarks>Used under the partition's gate, like the log. A place stays when one reader has gone on from it, for the others that follow at the same pace.</remarks>
/// <param name="log">Whose effects are read.</param>
public sealed class LogReaders(EffectLog log)
{
    /// <summary>Places remembered: two for each copy that a partition may have.</summary>
    private const int Remembered = 16;

    private readonly EffectCursor[] _places = new EffectCursor[Remembered];
    private int _oldest;

    /// <summary>Copies effects from <paramref name="sequence"/> to <paramref name="last"/>, about <paramref name="bytes"/> of them but at least one, and no transaction in part.</summary>
    /// <returns>Their number; -1 when the log has forgotten the first, or has not written it and it is not the next.</returns>
    public int TryRead(long sequence, long last, int bytes, IBufferWriter<byte> target)
    {
        var at = IndexOf(sequence);
        var cursor = at >= 0 ? _places[at] : default;
        var count = at >= 0 ? log.TryRead(ref cursor, last, bytes, target) : -1;
        if (count < 0)
        {
            if (log.CursorAt(sequence) is not { } found) return -1;
            cursor = found;
            count = log.TryRead(ref cursor, last, bytes, target);
        }
        Remember(cursor);
        return count;
    }

    private void Remember(EffectCursor cursor)
    {
        var at = IndexOf(cursor.Sequence);
        if (at < 0)
        {
            at = _oldest;
            _oldest = (_oldest + 1) % Remembered;
        }
        _places[at] = cursor;
    }

    private int IndexOf(long sequence)
    {
        for (var i = 0; i < Remembered; i++)
        {
            if (_places[i].Sequence == sequence) return i;
        }
        return -1;
    }
}
