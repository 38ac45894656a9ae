using System.Text;

namespace AkkaCache.Node.Sessions;

/// <summary>A connection as a line of CLIENT LIST: Redis 7.0's fields in its order, then the library's name and version as 7.2 has them.</summary>
/// <remarks>
/// Fields whose subject does not exist here keep a constant, since readers expect them: there is no descriptor to show (fd), no list of reply
/// blocks (oll), no separate reply buffer (rbs, rbp), no redirection.
/// </remarks>
internal static class ClientLine
{
    public static void Append(StringBuilder text, IConnection connection, long nowMs)
    {
        var session = connection.Session;
        var input = connection.InputBytes;
        var output = connection.OutputBytes;
        text.Append("id=").Append(session.Id)
            .Append(" addr=").Append(connection.RemoteAddress)
            .Append(" laddr=").Append(connection.LocalAddress)
            .Append(" fd=-1 name=").Append(Encoding.ASCII.GetString(session.Name))
            .Append(" age=").Append(Seconds(nowMs - connection.StartedMs))
            .Append(" idle=").Append(Seconds(nowMs - connection.LastActiveMs))
            .Append(" flags=");
        AppendFlags(text, session);
        text.Append(" db=0 sub=").Append(session.Channels.Count)
            .Append(" psub=").Append(session.Patterns.Count)
            .Append(" ssub=0 multi=").Append(session.InTransaction ? session.Queue.Count : -1)
            .Append(" qbuf=").Append(input)
            .Append(" qbuf-free=0 argv-mem=0 multi-mem=0 rbs=0 rbp=0 obl=").Append(output)
            .Append(" oll=0 omem=").Append(output)
            .Append(" tot-mem=").Append(input + output)
            .Append(" events=").Append(output > 0 ? "rw" : "r")
            .Append(" cmd=").Append(session.LastCommand?.Name ?? "NULL")
            .Append(" user=").Append(ClientFacts.DefaultUser)
            .Append(" redir=-1 resp=").Append(session.ProtocolVersion)
            .Append(" lib-name=").Append(Encoding.ASCII.GetString(session.LibraryName))
            .Append(" lib-ver=").Append(Encoding.ASCII.GetString(session.LibraryVersion))
            .Append('\n');
    }

    private static void AppendFlags(StringBuilder text, Session session)
    {
        var before = text.Length;
        if (session.SubscriptionCount > 0) text.Append('P');
        if (session.InTransaction) text.Append('x');
        if (session.WatchBroken) text.Append('d');
        if (session.IsClosing) text.Append('c');
        if (text.Length == before) text.Append('N');
    }

    private static long Seconds(long milliseconds) => Math.Max(0, milliseconds) / 1000;
}
