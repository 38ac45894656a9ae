using AkkaCache.Client.Hosting;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
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

            // Containers make things synchronously. On the pool, so that no context of the caller's is waited for.
            return Task.Run(() => CacheClient.ConnectAsync(own)).GetAwaiter().GetResult();
        });
        services.AddSingleton<IDistributedCache, AkkaCacheDistributedCache>();
        return services;
    }
}
