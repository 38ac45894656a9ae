using AkkaCache.Commands.Execution;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Commands.Tests.Fixture;

/// <summary>A cluster as a test draws it.</summary>
public sealed class TestCluster : IClusterView
{
    public bool Redirects { get; set; } = true;
    public bool IsShown { get; set; } = true;
    public ClusterPicture Picture { get; set; } = Captured;

    public ClusterPicture Take() => Picture;

    /// <summary>The cluster of two masters and a replica of the first, of which a redis-server 7.0.15 was asked.</summary>
    public static ClusterPicture Captured => new()
    {
        Nodes =
        [
            new ClusterNode { Id = "8366e66dc84e8d5f84b0c6c3c9f8c600086d226e", Host = "127.0.0.1", RespPort = 17101, AkkaPort = 27101, Epoch = 1, Offset = 14 },
            new ClusterNode
            {
                Id = "1dd6cc0a25f57884ea06d8ca6f838ed9b4f9dcde", Host = "127.0.0.1", RespPort = 17102, AkkaPort = 27102, Epoch = 2, HeardMs = 1_795_646_708_627,
                LinkedMs = 1_795_646_692_790,
            },
            new ClusterNode { Id = "b376b07c9a11090158d754eea2eb1e1b8c59ceee", Host = "127.0.0.1", RespPort = 17103, AkkaPort = 27103, Offset = 14, HeardMs = 1_795_646_708_000 },
        ],
        Ranges =
        [
            new ClusterRange(new SlotRange(0, 100), 0, [2]),
            new ClusterRange(new SlotRange(101, 199), 1, []),
            new ClusterRange(new SlotRange(200, 8191), 0, [2]),
            new ClusterRange(new SlotRange(8192, 16383), 1, []),
        ],
        Epoch = 2,
        MessagesSent = 50,
        MessagesReceived = 49,
        MessagesRefused = 3,
    };
}
