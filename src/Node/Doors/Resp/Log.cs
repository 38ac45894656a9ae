using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Doors.Resp;

/// <summary>What the RESP door logs.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Command {Command} of client {Client} failed")]
    public static partial void CommandFailed(ILogger log, string? command, long client, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "The connection of client {Client} failed")]
    public static partial void ConnectionFailed(ILogger log, long client, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Client {Client} ({Address}) closed: {Bytes} bytes of output not read")]
    public static partial void OutputLimitReached(ILogger log, long client, string address, long bytes);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Client {Client} ({Address}) closed: it sent HTTP (POST or Host:), perhaps a web page that makes a browser send commands; told once a minute at most")]
    public static partial void HttpSeen(ILogger log, long client, string address);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Accepting a connection failed: {Error}")]
    public static partial void AcceptFailed(ILogger log, SocketError error);

    [LoggerMessage(Level = LogLevel.Debug, Message = "TLS handshake with {Address} failed: {Reason}")]
    public static partial void HandshakeFailed(ILogger log, string address, string reason);
}
