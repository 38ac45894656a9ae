using System.Net;

namespace AkkaCache.Differential.Servers;

/// <summary>The two servers of a comparison.</summary>
/// <param name="Reference">Says what is right: redis-server.</param>
/// <param name="Candidate">Is under test.</param>
internal sealed record ServerPair(IPEndPoint Reference, IPEndPoint Candidate);
