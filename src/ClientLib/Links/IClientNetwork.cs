using AkkaCache.Client.Routing;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Client.Links;

/// <summary>How a client's frames come to nodes and theirs to it.</summary>
internal interface IClientNetwork : IAsyncDisposable
{
    /// <summary>Begins to give frames and losses to the keeper. Once, before anything else.</summary>
    void Start(LinkKeeper keeper);

    /// <summary>What frames of a link are told to.</summary>
    INodeDoor DoorOf(LinkPlace place);

    /// <summary>Where links should lead.</summary>
    /// <param name="picture">What is known of the cluster; its map may be missing.</param>
    IEnumerable<LinkPlace> PlacesIn(ClusterPicture picture);
}

/// <summary>The end of a link at a node.</summary>
internal interface INodeDoor
{
    /// <summary>Sends a frame. Of what is not sent nobody is told; an answer may come before this returns.</summary>
    /// <param name="isSigned">The node is told whom to answer: it may not know the link's session.</param>
    void Tell(byte[] frame, bool isSigned = false);
}

/// <summary>Where a link leads.</summary>
/// <param name="Address">Whom its frames go to.</param>
/// <param name="For">The node whose partitions are asked for there; none: its own.</param>
internal readonly record struct LinkPlace(NodeAddress Address, NodeId For = default);
