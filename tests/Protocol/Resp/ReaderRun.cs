using System.Text;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Protocol.Tests.Resp;

/// <summary>Drives a reader over a byte stream that arrives in given pieces, and writes down what it found.</summary>
internal static class ReaderRun
{
    public static byte[] Bytes(string latin1) => Encoding.Latin1.GetBytes(latin1);

    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    /// <summary>One line for each outcome but NeedMore: "[a|b]", "nothing", "error …"; at the end "+n" for n bytes left over.</summary>
    /// <param name="stream">The bytes that arrive.</param>
    /// <param name="pieces">Lengths of the pieces in which they arrive; the rest comes as one.</param>
    /// <param name="limits">Limits, by default Redis's.</param>
    /// <param name="authenticated">What the reader is told of the peer.</param>
    public static List<string> Outcomes(byte[] stream, IEnumerable<int> pieces, RespLimits? limits = null, bool authenticated = true)
    {
        var reader = new RespReader(limits ?? RespLimits.Default) { Authenticated = authenticated };
        var found = new List<string>();
        var start = 0;
        var arrived = 0;
        foreach (var piece in pieces.Append(int.MaxValue))
        {
            arrived = (int)Math.Min(stream.Length, (long)arrived + piece);
            while (true)
            {
                // A copy of exactly what has arrived: reading past it would throw, keeping a reference to it would show.
                var buffer = stream[start..arrived];
                var status = reader.TryRead(buffer, out var consumed);
                Assert.InRange(consumed, 0, buffer.Length);
                if (status == ReadStatus.NeedMore)
                {
                    Assert.Equal(0, consumed);
                    Assert.True(reader.BytesNeeded > buffer.Length);
                    break;
                }
                start += consumed;
                found.Add(Describe(reader, status, buffer));
                if (status == ReadStatus.ProtocolError)
                {
                    Assert.Equal(buffer.Length, consumed);
                    return found;
                }
                Assert.True(consumed > 0);
            }
        }
        if (start < stream.Length) found.Add("+" + (stream.Length - start));
        return found;
    }

    /// <summary>The outcomes of the whole stream at once, after checking that every cut in two, and single bytes, give the same.</summary>
    public static List<string> OutcomesAtEverySplit(byte[] stream, RespLimits? limits = null, bool authenticated = true)
    {
        var whole = Outcomes(stream, [], limits, authenticated);
        for (var cut = 1; cut < stream.Length; cut++)
        {
            Assert.Equal(whole, Outcomes(stream, [cut], limits, authenticated));
        }
        Assert.Equal(whole, Outcomes(stream, Enumerable.Repeat(1, stream.Length), limits, authenticated));
        return whole;
    }

    private static string Describe(RespReader reader, ReadStatus status, ReadOnlySpan<byte> buffer)
    {
        if (status == ReadStatus.Nothing) return "nothing";
        if (status == ReadStatus.ProtocolError) return "error " + Text(reader.ErrorText);
        var command = reader.Command(buffer);
        var text = new StringBuilder("[");
        for (var i = 0; i < command.Count; i++) text.Append(i > 0 ? "|" : "").Append(Text(command[i]));
        return text.Append(']').ToString();
    }
}
