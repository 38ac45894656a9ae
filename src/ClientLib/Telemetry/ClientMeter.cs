using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace AkkaCache.Client.Telemetry;

/// <summary>The client's metrics and traces, under one name for both. Those of all clients of the process together.</summary>
internal static class ClientMeter
{
    public const string Name = "AkkaCache.Client";

    public static readonly ActivitySource Activities = new(Name);

    private static readonly Meter Meter = new(Name);

    public static readonly Counter<long> Requests = Meter.CreateCounter<long>("akkacache.client.requests", "{request}", "Requests that were answered.");
    public static readonly Counter<long> Failures = Meter.CreateCounter<long>("akkacache.client.failures", "{request}", "Requests that failed, by code.");
    public static readonly Counter<long> Retries = Meter.CreateCounter<long>("akkacache.client.retries", "{request}", "Requests that were sent again.");
    public static readonly Counter<long> Frames = Meter.CreateCounter<long>("akkacache.client.frames", "{frame}", "Frames of requests that were sent.");
    public static readonly Counter<long> LostLinks = Meter.CreateCounter<long>("akkacache.client.lost_links", "{link}", "Sessions with nodes that broke off.");
    public static readonly Counter<long> NearHits = Meter.CreateCounter<long>("akkacache.client.near.hits", "{read}", "Reads that the near cache answered.");
    public static readonly Counter<long> NearMisses = Meter.CreateCounter<long>("akkacache.client.near.misses", "{read}", "Reads that the near cache could not answer.");
    public static readonly Counter<long> NearInvalidations = Meter.CreateCounter<long>("akkacache.client.near.invalidations", "{key}", "Keys that the near cache forgot because they changed, or may have.");
    public static readonly Counter<long> NearEvictions = Meter.CreateCounter<long>("akkacache.client.near.evictions", "{key}", "Keys that the near cache forgot to make room.");
    public static readonly Counter<long> HybridHits = Meter.CreateCounter<long>("akkacache.client.hybrid.hits", "{call}", "Calls of a HybridCache that it answered, by level: near or cluster.");
    public static readonly Counter<long> HybridMisses = Meter.CreateCounter<long>("akkacache.client.hybrid.misses", "{call}", "Factories that a HybridCache ran.");
    public static readonly Counter<long> HybridFailures = Meter.CreateCounter<long>("akkacache.client.hybrid.failures", "{call}", "Reads and stores of a HybridCache that failed and were done without.");
    public static readonly Counter<long> HybridUnreadable = Meter.CreateCounter<long>("akkacache.client.hybrid.unreadable", "{entry}", "Entries of a HybridCache that could not be read.");
    public static readonly UpDownCounter<long> OpenLinks = Meter.CreateUpDownCounter<long>("akkacache.client.open_links", "{link}", "Sessions with nodes.");
}
