using System.Net;

namespace AkkaCache.Differential.Servers;

/// <summary>The two servers of a comparison.</summary>
/// <param name="Reference">Says what is right: redis-server.</param>
/// <param name="Candidates">Is under test: one server, or the nodes of one cluster, any of which may be asked for anything.</param>
internal sealed record ServerPair(IPEndPoint Reference, params IReadOnlyList<IPEndPoint> Candidates)
{
    private const int Seed = 1;

    private readonly Random _random = new(Seed);

    /// <summary>The server under test, or any node of it.</summary>
    public IPEndPoint Candidate
    {
        get
        {
            lock (_random) return Candidates[_random.Next(Candidates.Count)];
        }
    }

    public bool IsCluster => Candidates.Count > 1;
}
