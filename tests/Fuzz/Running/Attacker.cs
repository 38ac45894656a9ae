using System.Net;
using System.Net.Sockets;
using AkkaCache.Fuzz.Tests.Requests;

namespace AkkaCache.Fuzz.Tests.Running;

/// <summary>Sends each request on a connection of its own, and looks at what comes back.</summary>
internal sealed class Attacker(IPEndPoint endPoint) : IDisposable
{
    /// <summary>Lingering connections at a time; the oldest goes when another comes.</summary>
    private const int MaxLingering = 64;

    /// <summary>No single request can rightly keep the daemon busy for so long.</summary>
    private const int EndDeadlineMs = 30_000;

    /// <summary>What the door answers where it caught an exception: the daemon lived, but it is a fault all the same.</summary>
    private static ReadOnlySpan<byte> InternalError => "-ERR internal error"u8;

    private readonly Queue<Socket> _lingering = new();
    private byte[] _received = new byte[64 * 1024];

    /// <summary>Requests whose first reply was a protocol error, another error, and anything else: a fuzzer that only meets the first one is blunt.</summary>
    public (int ProtocolErrors, int Errors, int Successes) FirstReplies { get; private set; }

    /// <returns>Null, or what is wrong with the answer.</returns>
    public string? Send(FuzzRequest request)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = EndDeadlineMs, SendTimeout = EndDeadlineMs };
        try
        {
            socket.Connect(endPoint);
            if (!TrySend(socket, request)) return null;
            if (request.Ending == Ending.Linger)
            {
                _lingering.Enqueue(socket);
                if (_lingering.Count > MaxLingering) Drop(_lingering.Dequeue());
                return null;
            }
            return request.Ending == Ending.Vanish ? null : WhatIsWrong(socket);
        }
        finally
        {
            if (request.Ending != Ending.Linger || !_lingering.Contains(socket)) Drop(socket);
        }
    }

    public void Dispose()
    {
        while (_lingering.TryDequeue(out var socket)) Drop(socket);
    }

    /// <summary>False when the daemon closed the connection before it had everything, which is its right after a protocol error.</summary>
    private static bool TrySend(Socket socket, FuzzRequest request)
    {
        try
        {
            var at = 0;
            foreach (var piece in request.Pieces.Append(int.MaxValue))
            {
                var length = Math.Min(piece, request.Bytes.Length - at);
                if (length == 0) break;
                socket.Send(request.Bytes, at, length, SocketFlags.None);
                at += length;
            }
            return true;
        }
        catch (SocketException e) when (IsClosed(e))
        {
            return false;
        }
    }

    private string? WhatIsWrong(Socket socket)
    {
        var length = 0;
        try
        {
            socket.Shutdown(SocketShutdown.Send);
            while (socket.Receive(_received, length, _received.Length - length, SocketFlags.None) is var more and > 0)
            {
                length += more;
                if (length == _received.Length) Array.Resize(ref _received, length * 2);
            }
        }
        catch (SocketException e) when (IsClosed(e))
        {
            // Reset by the daemon: what came before it must be in order all the same.
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.TimedOut)
        {
            return $"neither reply nor end within {EndDeadlineMs} ms";
        }
        var replies = _received.AsSpan(0, length);
        Count(replies);
        var wrong = Replies.WhatIsWrong(replies) ?? (replies.IndexOf(InternalError) >= 0 ? "a handler threw" : null);
        return wrong is null ? null : $"{wrong}: {RequestBytes.Text(replies[..Math.Min(length, 500)])}";
    }

    private void Count(ReadOnlySpan<byte> replies)
    {
        if (replies.IsEmpty) return;
        var (protocolErrors, errors, successes) = FirstReplies;
        if (replies.StartsWith("-ERR Protocol error"u8)) protocolErrors++;
        else if (replies[0] == '-') errors++;
        else successes++;
        FirstReplies = (protocolErrors, errors, successes);
    }

    private static bool IsClosed(SocketException e) => e.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown or SocketError.NotConnected;

    /// <summary>With a reset, so that ten thousand connections leave no ports in TIME_WAIT.</summary>
    private static void Drop(Socket socket)
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
    }
}
