using System.Globalization;
using System.Security.Cryptography;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Node.Admin;
using AkkaCache.Node.Doors.Resp;
using AkkaCache.Node.Routing;
using AkkaCache.Node.Sessions;
using AkkaCache.Node.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaCache.Node.Hosting;

/// <summary>The one place where doors and what they need (router, command table, sessions) are registered.</summary>
internal static class DoorRegistrations
{
    public static IServiceCollection AddDoors(this IServiceCollection services, NodeOptions options)
    {
        services.AddSingleton(AllCommands.NewTable());
        services.AddSingleton(new NodeIdentity(NodeVersion.Text));
        services.AddSingleton(SessionSettingsOf(options.Resp));
        services.AddSingleton<ErrorCounters>();
        services.AddSingleton<ClientRegistry>();
        services.AddSingleton<IConnections>(provider => provider.GetRequiredService<ClientRegistry>());
        services.AddSingleton<IClientRegistry>(provider => provider.GetRequiredService<ClientRegistry>());
        services.AddSingleton<ChannelTable>();
        services.AddSingleton<IChannels>(provider => provider.GetRequiredService<ChannelTable>());
        services.AddSingleton<INodeFacts, NodeFacts>();
        services.AddSingleton<INodeConfiguration>(provider => new NodeConfiguration(
            provider.GetRequiredService<DataSettings>(), provider.GetRequiredService<SessionSettings>(), FixedSettings(options)));
        services.AddSingleton<INode>(provider => ActivatorUtilities.CreateInstance<NodeServices>(provider, RandomNumberGenerator.GetInt32(int.MaxValue)));
        services.AddSingleton<CommandRouter>();
        services.AddSingleton(DoorOptionsOf(options.Resp));
        services.AddSingleton<RespDoor>();
        services.AddHostedService<RespDoorService>();
        return services;
    }

    private static SessionSettings SessionSettingsOf(RespOptions resp) => new()
    {
        MaxConnections = resp.MaxConnections,
        IdleTimeoutSeconds = (int)Math.Ceiling(resp.IdleTimeout.TotalSeconds),
        Password = resp.Password,
    };

    private static RespDoorOptions DoorOptionsOf(RespOptions resp) => new()
    {
        Bind = resp.Bind,
        Port = resp.Port.IsClosed ? 0 : resp.Port.Number,
        Limits = resp.Limits,
        OutputPauseBytes = resp.OutputPauseBytes,
        OutputLimitBytes = resp.OutputLimitBytes,
        InputPauseBytes = resp.InputPauseBytes,
        PipelineTurn = resp.PipelineTurn,
        AuthenticationTimeout = resp.AuthenticationTimeout,
        ProtectedMode = resp.ProtectedMode,
        Certificate = resp.Certificate,
    };

    /// <summary>What CONFIG GET shows and CONFIG SET cannot change.</summary>
    private static IEnumerable<KeyValuePair<string, string>> FixedSettings(NodeOptions options) =>
    [
        new("port", options.Resp.Port.ToString()),
        new("bind", options.Resp.Bind),
        new("protected-mode", options.Resp.ProtectedMode ? "yes" : "no"),
        new("proto-max-bulk-len", options.Resp.Limits.MaxBulkBytes.ToString(CultureInfo.InvariantCulture)),
    ];
}
