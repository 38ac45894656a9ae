using System.Collections.Immutable;
using AkkaCache.Client;
using AkkaCache.Node.Hosting;
using AkkaCache.Node.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AkkaCache.Embedded;

/// <summary>How a node in an application's process behaves. Immutable; checked when the node is made.</summary>
/// <remarks>
/// Settings are those of the daemon, under the same names (<c>akkacached reference</c> prints them with their meaning). Later layers win: the reference, with the doors for Redis
/// and other clients closed; <see cref="File"/>; <see cref="Configuration"/>; <see cref="Seeds"/>; <see cref="Settings"/>.
/// </remarks>
public sealed record EmbeddedNodeOptions
{
    /// <summary>Nodes to join, HOST:AKKA-PORT each, the same list on every node; the first forms the cluster. Default: those of the other layers, or none, which is a cluster of one.</summary>
    public ImmutableArray<string> Seeds { get; init; } = [];

    /// <summary>A HOCON file, as the daemon takes it. Default: none.</summary>
    public string? File { get; init; }

    /// <summary>Settings by name, such as <c>replication.mode</c> or <c>doors.akka.port</c>. Default: none.</summary>
    public ImmutableDictionary<string, string> Settings { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>A section of the application's configuration with settings, such as <c>Replication:Mode</c>. Default: none; in a host the section AkkaCache.</summary>
    public IConfiguration? Configuration { get; init; }

    /// <summary>Changes the options of the client, whose addresses mean nothing here. Default: as they are.</summary>
    public Func<CacheClientOptions, CacheClientOptions> Client { get; init; } = static options => options;

    /// <summary>Default: nothing is logged; in a host, its own.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal CacheClientOptions ToClientOptions()
    {
        var options = Client(new CacheClientOptions { Nodes = [], LoggerFactory = LoggerFactory, TimeProvider = TimeProvider });
        options.Check();
        return options;
    }

    internal NodeOptions ToNodeOptions()
    {
        var options = NodeSettings.Read(Fill) with { HasLocalDoor = true };

        // All that the client asks for goes to this node, which must not send it elsewhere.
        if (options.Routing.Mode != RoutingMode.Forward) throw new CacheException(CacheErrorCode.InvalidConfiguration, "routing.mode = redirect: must be forward for a node with a client in its process");
        return options;
    }

    private void Fill(NodeOptionsReader reader)
    {
        foreach (var door in (string[])["doors.resp.port", "doors.client.port", "doors.http.port"]) reader.Set(door, "off", nameof(EmbeddedNode));
        if (File is not null) reader.AddFile(File);
        if (Configuration is not null) NodeSettings.Add(reader, Configuration);
        if (!Seeds.IsDefaultOrEmpty) reader.Set("cluster.seeds", Seeds, nameof(Seeds));
        foreach (var (key, text) in Settings) reader.Set(key, text, nameof(Settings));
    }
}
