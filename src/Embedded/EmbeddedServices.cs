using AkkaCache.Client;
using AkkaCache.Client.Hosting;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AkkaCache.Embedded;

/// <summary>Adds a node to an application.</summary>
public static class EmbeddedServices
{
    /// <summary>The section of the application's configuration that has settings of the node.</summary>
    public const string Section = "AkkaCache";

    /// <summary>What handing over and leaving may take (<c>cluster.leave-timeout</c> and as long again): a host gives its services half a minute otherwise.</summary>
    private static readonly TimeSpan LeastShutdownTimeout = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Adds <see cref="EmbeddedNode"/>, which starts and stops with the application, its <see cref="CacheClient"/>, and that as <see cref="IDistributedCache"/>, as singletons.
    /// <see cref="AkkaCacheServices.AddAkkaCacheHybridCache"/> works on it as well.
    /// </summary>
    /// <remarks>Whoever is started before the node may use the client: what it asks waits. Logs to the application's loggers unless the options name others.</remarks>
    /// <exception cref="CacheException">When the application is started: an option is not allowed, or a port cannot be had.</exception>
    public static IHostApplicationBuilder AddAkkaCacheNode(this IHostApplicationBuilder builder, EmbeddedNodeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton(provider => new EmbeddedNode(Complete(options ?? new EmbeddedNodeOptions(), provider, builder.Configuration)));
        builder.Services.AddSingleton(provider => provider.GetRequiredService<EmbeddedNode>().Client);
        builder.Services.AddSingleton<IDistributedCache, AkkaCacheDistributedCache>();
        builder.Services.AddHostedService<Lifetime>();
        builder.Services.PostConfigure<HostOptions>(host => host.ShutdownTimeout = host.ShutdownTimeout < LeastShutdownTimeout ? LeastShutdownTimeout : host.ShutdownTimeout);
        return builder;
    }

    private static EmbeddedNodeOptions Complete(EmbeddedNodeOptions options, IServiceProvider provider, IConfiguration configuration)
    {
        var loggers = options.LoggerFactory is NullLoggerFactory && provider.GetService<ILoggerFactory>() is { } own ? own : options.LoggerFactory;
        var firstLevel = provider.GetService<AkkaCacheHybridOptions>()?.FirstLevel;
        return options with
        {
            LoggerFactory = loggers,
            Configuration = options.Configuration ?? configuration.GetSection(Section),
            Client = client => options.Client(client) is var changed && changed.NearCache is null ? changed with { FirstLevel = firstLevel } : changed,
        };
    }

    private sealed class Lifetime(EmbeddedNode node) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => node.StartAsync(cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => node.StopAsync(cancellationToken);
    }
}
