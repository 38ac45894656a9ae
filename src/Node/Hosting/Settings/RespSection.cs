using AkkaCache.Protocol.Resp;

namespace AkkaCache.Node.Hosting.Settings;

/// <summary>Reads the sections doors.resp, but for its tls, and security of hocon/akkacache.conf.</summary>
internal static class RespSection
{
    /// <summary>Redis takes as many characters and no more.</summary>
    private const int MaxPasswordLength = 512;

    public static RespOptions Read(SettingMap settings, string nodeBind)
    {
        var bind = settings.Text("doors.resp.bind", HostText.MaxLength, HostText.Allowed, text => text.Length == 0 || HostText.IsHost(text));
        return new RespOptions
        {
            Bind = bind.Length == 0 ? nodeBind : bind,
            Port = Sections.Port(settings, "doors.resp.port"),
            MaxConnections = (int)settings.Count("doors.resp.max-connections", 1, 1_000_000),
            Limits = new RespLimits
            {
                MaxArguments = (int)settings.Count("doors.resp.max-arguments", 16, 16 << 20),
                MaxBulkBytes = (int)settings.Bytes("doors.resp.max-bulk-bytes", 1 << 10, 512 << 20),
                MaxCommandBytes = (int)settings.Bytes("doors.resp.max-command-bytes", 1 << 10, 1 << 30),
                MaxInlineBytes = (int)settings.Bytes("doors.resp.max-inline-bytes", 64, 1 << 20),
            },
            PipelineTurn = (int)settings.Count("doors.resp.pipeline-turn", 1, 1 << 20),
            InputPauseBytes = (int)settings.Bytes("doors.resp.input-pause-bytes", 64 << 10, 1 << 30),
            OutputPauseBytes = settings.Bytes("doors.resp.output-pause-bytes", 16 << 10, 1 << 30),
            OutputLimitBytes = settings.Bytes("doors.resp.output-limit-bytes", 64 << 10, 16L << 30),
            IdleTimeout = settings.Time("doors.resp.idle-timeout", TimeSpan.FromSeconds(1), TimeSpan.FromDays(365), zero: "never"),
            AuthenticationTimeout = settings.Time("doors.resp.auth-timeout", TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), zero: "never"),
            Password = settings.Text("security.requirepass", MaxPasswordLength, $"at most {MaxPasswordLength} characters", _ => true),
            Certificate = TlsSection.Read(settings),
            ProtectedMode = settings.Switch("security.protected-mode"),
        };
    }
}
