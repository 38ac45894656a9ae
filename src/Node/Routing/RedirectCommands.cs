using AkkaCache.Commands.Table;
using AkkaCache.Node.Sessions;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Node.Routing;

/// <summary>What cluster-aware clients send beside their commands: READONLY, READWRITE, ASKING. Accepted where clients are redirected.</summary>
internal sealed class RedirectCommands(CommandTable table)
{
    private readonly CommandDescriptor? _readOnly = table.Find("readonly"u8);
    private readonly CommandDescriptor? _readWrite = table.Find("readwrite"u8);
    private readonly CommandDescriptor? _asking = table.Find("asking"u8);

    public bool TryRun(CommandDescriptor row, Session session, RespWriter reply)
    {
        if (row == _readOnly) session.ReadsFromBackups = true;
        else if (row == _readWrite) session.ReadsFromBackups = false;
        // No key is ever in two places, so nobody is told to ask.
        else if (row != _asking) return false;
        reply.Ok();
        return true;
    }
}
