using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Configuration;
using Akka.Remote.Transport;

namespace AkkaCache.Protocol.Remoting.Sockets;

/// <summary>Akka's remoting straight over sockets: a frame leaves on the thread that sends it, and is taken on the thread that reads it.</summary>
/// <remarks>
/// With DotNetty and Akka's dispatchers a frame passes eight threads there and back, each of which sleeps and is woken; that is most of what a request costs. Here it passes three. Named in the
/// configuration of <see cref="ClosedSystem"/>; on the wire are Akka's own messages, each behind its length in four bytes, as with DotNetty.
/// </remarks>
public sealed class SocketTransport : Transport
{
    /// <summary>What the kernel keeps of connections that were not accepted yet.</summary>
    private const int Backlog = 4096;

    /// <summary>
    /// Connections with a thread of their own that waits for them in the kernel, which is woken soonest. It sleeps while nothing comes, and costs a stack. The others are read by the runtime's
    /// pool, one thread later.
    /// </summary>
    private const int MostReaders = 64;

    /// <summary>After an error of accept, which would come again at once.</summary>
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(10);

    private readonly string _bind;
    private readonly string _host;
    private readonly int _port;
    private readonly int _mostConnections;
    private readonly TimeSpan _patience;
    private readonly TaskCompletionSource<IAssociationEventListener> _listener = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private readonly HashSet<SocketAssociation> _open = [];
    private Socket? _door;
    private Address? _local;
    private int _readers;
    private bool _isShut;

    /// <summary>Called by Akka.</summary>
    public SocketTransport(ActorSystem system, Config config)
    {
        System = system;
        Config = config;
        SchemeIdentifier = "tcp";
        MaximumPayloadBytes = config.GetInt("maximum-frame-size");
        _bind = config.GetString("hostname");
        _host = config.GetString("public-hostname");
        _port = config.GetInt("port");
        _mostConnections = config.GetInt("most-connections");
        _patience = config.GetTimeSpan("patience");
    }

    internal int MostFrameBytes => (int)MaximumPayloadBytes;

    public override async Task<(Address, TaskCompletionSource<IAssociationEventListener>)> Listen()
    {
        var address = IPAddress.TryParse(_bind, out var parsed) ? parsed : (await Dns.GetHostAddressesAsync(_bind).ConfigureAwait(false))[0];
        var door = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            door.Bind(new IPEndPoint(address, _port));
            door.Listen(Backlog);
        }
        catch
        {
            door.Dispose();
            throw;
        }
        _door = door;
        _local = new Address(SchemeIdentifier, System.Name, _host, ((IPEndPoint)door.LocalEndPoint!).Port);
        _ = AcceptAsync(door);
        return (_local, _listener);
    }

    public override bool IsResponsibleFor(Address remote) => true;

    public override async Task<AssociationHandle> Associate(Address remoteAddress)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(remoteAddress.Host!, remoteAddress.Port!.Value).ConfigureAwait(false);
            return TryOpen(socket, remoteAddress) ?? throw new InvalidAssociationException("the transport is shut down");
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new InvalidAssociationException($"{e.Message} [{remoteAddress}]", e);
        }
    }

    public override Task<bool> Shutdown()
    {
        SocketAssociation[] open;
        lock (_lock)
        {
            _isShut = true;
            open = [.. _open];
        }
        _door?.Dispose();
        foreach (var association in open) association.End();
        return Task.FromResult(true);
    }

    /// <summary>Whether a connection may have a thread of its own; whoever may gives it back.</summary>
    internal bool TryTakeReader()
    {
        if (Interlocked.Increment(ref _readers) <= MostReaders) return true;
        GiveReaderBack();
        return false;
    }

    internal void GiveReaderBack() => Interlocked.Decrement(ref _readers);

    internal void Ended(SocketAssociation association)
    {
        lock (_lock) _open.Remove(association);
    }

    private SocketAssociation? TryOpen(Socket socket, Address remote)
    {
        socket.NoDelay = true;
        var association = new SocketAssociation(this, socket, _local!, remote);
        lock (_lock)
        {
            if (!_isShut && _open.Count < _mostConnections) _open.Add(association);
            else association = null;
        }
        if (association is null) socket.Dispose();
        else association.Begin();
        return association;
    }

    private async Task AcceptAsync(Socket door)
    {
        var listener = await _listener.Task.ConfigureAwait(false);
        while (true)
        {
            try
            {
                var socket = await door.AcceptAsync().ConfigureAwait(false);
                var from = (IPEndPoint)socket.RemoteEndPoint!;
                if (TryOpen(socket, new Address(SchemeIdentifier, System.Name, from.Address.ToString(), from.Port)) is not { } association) continue;
                listener.Notify(new InboundAssociation(association));
                _ = EndIfSilentAsync(association);
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // The peer was gone again; or no descriptor is left, which passes when others close. The door itself has no errors of its own.
                lock (_lock) if (_isShut) return;
                await Task.Delay(AcceptPause).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Whoever connects says who it is at once; a connection without a word only takes room.</summary>
    private async Task EndIfSilentAsync(SocketAssociation association)
    {
        await Task.Delay(_patience).ConfigureAwait(false);
        if (!association.HasSpoken) association.End();
    }
}
