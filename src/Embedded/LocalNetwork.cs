using AkkaCache.Client;
using AkkaCache.Client.Links;
using AkkaCache.Client.Routing;
using AkkaCache.Node.Doors.Clients;

namespace AkkaCache.Embedded;

/// <summary>What a client knows of the node in its process: frames are calls, in either direction, and commands may do without. Whoever has the node attaches it while it runs.</summary>
/// <remarks>
/// Every link ends at the own node, but there is one for each node whose partitions are asked for: a session's replies come in order, and what waits for a lost node must not
/// hold up what goes to another.
/// </remarks>
internal sealed class LocalNetwork : IClientNetwork, INodeDoor, IDirectCommands
{
    private static readonly NodeAddress Here = new("in-process", 0);

    private LinkKeeper? _keeper;
    private Action<byte[]>? _door;
    private LocalCommands? _commands;

    /// <summary>The node takes frames and commands from now on.</summary>
    public void Attach(LocalDoor door, LocalCommands commands)
    {
        Volatile.Write(ref _door, door.Connect(frame => _keeper!.Received(frame)));
        Volatile.Write(ref _commands, commands);
        _keeper?.TryAtOnce();
    }

    /// <summary>It does not any more.</summary>
    public void Detach()
    {
        Volatile.Write(ref _commands, null);
        Volatile.Write(ref _door, null);
    }

    public void Start(LinkKeeper keeper) => _keeper = keeper;

    public INodeDoor DoorOf(LinkPlace place) => this;

    public IEnumerable<LinkPlace> PlacesIn(ClusterPicture picture)
    {
        yield return new LinkPlace(Here);
        if (picture.Map is not { } map) yield break;
        var self = picture.Open.FirstOrDefault(link => link.Place.For.IsNone)?.Node;
        foreach (var node in map.Nodes)
        {
            if (node.Id != self) yield return new LinkPlace(Here, node.Id);
        }
    }

    public ValueTask DisposeAsync()
    {
        Detach();
        return ValueTask.CompletedTask;
    }

    void INodeDoor.Tell(byte[] frame, bool isSigned) => Volatile.Read(ref _door)?.Invoke(frame);

    bool IDirectCommands.TryExecute<T>(ReadOnlySpan<byte> command, int partition, bool isRead, T state, ReplyTaker<T> take) =>
        Volatile.Read(ref _commands) is { } commands && commands.TryExecute(command, partition, isRead, (State: state, Take: take), static (to, reply) => to.Take(to.State, reply));

    bool IDirectCommands.TryGet(ReadOnlySpan<byte> key, int partition, out byte[]? value)
    {
        value = null;
        return Volatile.Read(ref _commands) is { } commands && commands.TryGet(key, partition, out value);
    }
}
