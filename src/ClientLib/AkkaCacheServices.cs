using AkkaCache.Client.Hosting;
using AkkaCache.Client.Hybrid;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AkkaCache.Client;

/// <summary>Adds the client to an application.</summary>
public static class AkkaCacheServices
{
    /// <summary>Adds <see cref="CacheClient"/>, and itself as <see cref="IDistributedCache"/>, as singletons. It connects when it is first wanted, and that caller waits; later ones do not.</summary>
    /// <remarks>Logs to the application's loggers unless the options name others.</remarks>
    public static IServiceCollection AddAkkaCacheClient(this IServiceCollection services, CacheClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        services.AddSingleton(provider =>
        {
            var own = options;
            if (provider.GetService<ILoggerFactory>() is { } loggers && options.LoggerFactory is NullLoggerFactory) own = own with { LoggerFactory = loggers };
            if (own.NearCache is null && provider.GetService<AkkaCacheHybridOptions>() is { } hybrid) own = own with { FirstLevel = hybrid.FirstLevel };

            // Containers make things synchronously. On the pool, so that no context of the caller's is waited for.
            return Task.Run(() => CacheClient.ConnectAsync(own)).GetAwaiter().GetResult();
        });
        services.AddSingleton<IDistributedCache, AkkaCacheDistributedCache>();
        return services;
    }

    /// <summary>Adds a health check of the cluster: failed when a read is not answered or keys have no node that serves them, degraded when a node is degraded or gone. Needs a <see cref="CacheClient"/>.</summary>
    /// <param name="failureStatus">What a failure counts as; null: unhealthy.</param>
    /// <param name="tags">By which checks are chosen.</param>
    /// <param name="timeout">Of one check; null: the client's own times count.</param>
    public static IHealthChecksBuilder AddAkkaCache(this IHealthChecksBuilder builder, string name = "akkacache", HealthStatus? failureStatus = null, IEnumerable<string>? tags = null, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(name, static services => new AkkaCacheHealthCheck(services), failureStatus, tags, timeout));
    }

    /// <summary>Adds a <see cref="HybridCache"/> on the cluster as a singleton, in place of any added before. Needs <see cref="AddAkkaCacheClient"/>, before or after.</summary>
    /// <param name="options">Null: all defaults.</param>
    /// <exception cref="CacheException">An option is not allowed.</exception>
    public static IServiceCollection AddAkkaCacheHybridCache(this IServiceCollection services, AkkaCacheHybridOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var own = options ?? new AkkaCacheHybridOptions();
        own.Check();
        services.AddSingleton(own);
        services.AddSingleton<HybridCache>(provider => new AkkaCacheHybridCache(provider.GetRequiredService<CacheClient>(), own, provider));
        return services;
    }
}
