using System.Buffers;
using AkkaCache.Commands.Arguments;
using AkkaCache.Node.Routing.Serving;
using AkkaCache.Node.Sessions.Replies;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Node.Routing.Splitting;

/// <summary>Waits for the replies to all parts of a command and makes one of them. The first part that failed speaks for all.</summary>
internal sealed class JoinedReply : IReplySink
{
    private readonly IReplySink _whole;
    private readonly JoinRule _rule;
    private readonly PartLayout _layout;
    private readonly Scratches _scratches;
    private readonly byte[][] _replies;
    private readonly int[] _lengths;
    private int _awaited;

    public JoinedReply(IReplySink whole, JoinRule rule, PartLayout layout, Scratches scratches)
    {
        _whole = whole;
        _rule = rule;
        _layout = layout;
        _scratches = scratches;
        _replies = new byte[layout.Count][];
        _lengths = new int[layout.Count];
        _awaited = layout.Count;
    }

    public void Answer(int part, ReadOnlySpan<byte> resp, WakeUps wakeUps)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(resp.Length);
        resp.CopyTo(bytes);
        _replies[part] = bytes;
        _lengths[part] = resp.Length;
        if (Interlocked.Decrement(ref _awaited) > 0) return;

        var scratch = _scratches.Rent();
        Join(scratch.Writer);
        _whole.Answer(0, scratch.Reply, wakeUps);
        _scratches.Return(scratch);
        foreach (var reply in _replies) ArrayPool<byte>.Shared.Return(reply);
        _layout.Dispose();
    }

    private void Join(RespWriter writer)
    {
        for (var part = 0; part < _replies.Length; part++)
        {
            if (Reply(part).Length > 0 && Reply(part)[0] != '-') continue;
            writer.Raw(Reply(part));
            return;
        }
        switch (_rule)
        {
            case JoinRule.Sum:
                long sum = 0;
                for (var part = 0; part < _replies.Length; part++) sum += Number(Reply(part));
                writer.Integer(sum);
                break;
            case JoinRule.Values:
                JoinValues(writer);
                break;
            default:
                writer.Ok();
                break;
        }
    }

    private void JoinValues(RespWriter writer)
    {
        Span<int> at = stackalloc int[_replies.Length];
        for (var part = 0; part < at.Length; part++) at[part] = LineEnd(Reply(part), 0);
        writer.ArrayHeader(_layout.KeyCount);
        for (var key = 0; key < _layout.KeyCount; key++)
        {
            var part = _layout.PartOf(key);
            var end = ElementEnd(Reply(part), at[part]);
            writer.Raw(Reply(part)[at[part]..end]);
            at[part] = end;
        }
    }

    private ReadOnlySpan<byte> Reply(int part) => _replies[part].AsSpan(0, _lengths[part]);

    /// <summary>Behind the element at <paramref name="start"/>: a bulk string, or a null of either protocol.</summary>
    private static int ElementEnd(ReadOnlySpan<byte> reply, int start)
    {
        var end = LineEnd(reply, start);
        if (reply[start] != '$') return end;
        var length = Number(reply[start..end]);
        return length < 0 ? end : end + (int)length + 2;
    }

    private static int LineEnd(ReadOnlySpan<byte> reply, int start) => start + reply[start..].IndexOf((byte)'\n') + 1;

    /// <summary>The number of a line: a type byte, digits, CR LF.</summary>
    private static long Number(ReadOnlySpan<byte> line) => IntegerText.TryParse(line[1..^2], out var number) ? number : throw new InvalidOperationException("a part's reply is none of its command");
}
