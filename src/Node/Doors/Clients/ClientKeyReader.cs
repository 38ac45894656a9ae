using AkkaCache.Commands.Execution;
using AkkaCache.Node.Doors.Resp;

namespace AkkaCache.Node.Doors.Clients;

/// <summary>A session as tables of readers know it. They may hold it long after the session has ended, so it lets go of the connection then.</summary>
internal sealed class ClientKeyReader(RespConnection connection) : IKeyReader
{
    private RespConnection? _connection = connection;

    public bool IsGone => Volatile.Read(ref _connection) is null;

    public void Tell(ReadOnlyMemory<byte> push) => Volatile.Read(ref _connection)?.Push(push);

    public void End() => Volatile.Write(ref _connection, null);
}
