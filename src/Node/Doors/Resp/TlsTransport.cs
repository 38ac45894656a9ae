using System.Net.Security;

namespace AkkaCache.Node.Doors.Resp;

/// <summary>TLS over an authenticated stream: the slower path, one state machine per operation that does not finish at once.</summary>
internal sealed class TlsTransport : Transport
{
    private readonly SslStream _stream;
    private readonly ITransportOwner _owner;

    public TlsTransport(SslStream stream, ITransportOwner owner)
    {
        _stream = stream;
        _owner = owner;
    }

    public override bool Receive(ArraySegment<byte> buffer, out int bytes)
    {
        bytes = 0;
        ValueTask<int> read;
        try
        {
            read = _stream.ReadAsync(buffer.AsMemory());
            if (read.IsCompleted)
            {
                bytes = read.GetAwaiter().GetResult();
                return true;
            }
        }
        catch (Exception e) when (IsBroken(e))
        {
            bytes = -1;
            return true;
        }
        _ = FinishReceive(read);
        return false;
    }

    public override bool Send(ArraySegment<byte> chunk, out bool ok)
    {
        ok = false;
        ValueTask write;
        try
        {
            write = _stream.WriteAsync(chunk.AsMemory());
            if (write.IsCompleted)
            {
                write.GetAwaiter().GetResult();
                ok = true;
                return true;
            }
        }
        catch (Exception e) when (IsBroken(e))
        {
            return true;
        }
        _ = FinishSend(write);
        return false;
    }

    public override void Close() => _stream.Dispose();

    public override void Dispose() => _stream.Dispose();

    private async Task FinishReceive(ValueTask<int> read)
    {
        var bytes = -1;
        try
        {
            bytes = await read.ConfigureAwait(false);
        }
        catch (Exception e) when (IsBroken(e))
        {
            // Reported as a lost peer.
        }
        _owner.ReceiveCompleted(bytes);
    }

    private async Task FinishSend(ValueTask write)
    {
        var ok = false;
        try
        {
            await write.ConfigureAwait(false);
            ok = true;
        }
        catch (Exception e) when (IsBroken(e))
        {
            // Reported as a lost peer.
        }
        _owner.SendCompleted(ok);
    }

    private static bool IsBroken(Exception e) =>
        e is IOException or ObjectDisposedException or InvalidOperationException or System.Net.Sockets.SocketException or System.Security.Authentication.AuthenticationException;
}
