using System.Buffers.Text;
using AkkaCache.Commands.Execution;
using AkkaCache.Node.Sessions.Replies;

namespace AkkaCache.Node.Sessions;

/// <summary>A WAIT of a connection.</summary>
internal sealed class CopyWait(PendingReply reply, long wanted, TimeSpan limit) : ICopyWait
{
    public long Wanted => wanted;
    public TimeSpan Limit => limit;
    public bool IsWanted => !reply.IsGivenUp;

    public void Answer(long copies)
    {
        Span<byte> resp = stackalloc byte[32];
        resp[0] = (byte)':';
        Utf8Formatter.TryFormat(copies, resp[1..], out var digits);
        "\r\n"u8.CopyTo(resp[(1 + digits)..]);
        var wakeUps = new WakeUps();
        reply.Answer(0, resp[..(digits + 3)], wakeUps);
        wakeUps.Raise();
    }
}
