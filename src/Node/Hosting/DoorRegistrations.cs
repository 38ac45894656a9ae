using Microsoft.Extensions.DependencyInjection;

namespace AkkaCache.Node.Hosting;

/// <summary>The one place where doors and what they need (router, command table, sessions) are registered.</summary>
internal static class DoorRegistrations
{
    public static IServiceCollection AddDoors(this IServiceCollection services, NodeOptions options) => services;
}
