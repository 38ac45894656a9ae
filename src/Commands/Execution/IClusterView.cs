namespace AkkaCache.Commands.Execution;

/// <summary>The cluster as the CLUSTER commands and INFO show it.</summary>
public interface IClusterView
{
    /// <summary>Clients are sent to the node that has the key (MOVED); otherwise any node serves any key.</summary>
    bool Redirects { get; }

    /// <summary>There is a cluster to show: other nodes, or clients that are redirected.</summary>
    bool IsShown { get; }

    /// <summary>What this node knows now.</summary>
    ClusterPicture Take();
}

/// <summary>A node that will never have others beside it: for tests and for hosts without a cluster.</summary>
public sealed class NoCluster : IClusterView
{
    public static readonly NoCluster Instance = new();

    private NoCluster()
    {
    }

    public bool Redirects => false;
    public bool IsShown => false;
    public ClusterPicture Take() => new();
}
