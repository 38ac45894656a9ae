using AkkaCache.Protocol.Frames;

namespace AkkaCache.Node.Hosting.Settings;

/// <summary>Reads the section doors.client of hocon/akkacache.conf, but for its port.</summary>
internal static class ClientSection
{
    public static ClientOptions Read(SettingMap settings, string nodeBind)
    {
        var bind = settings.Text("doors.client.bind", HostText.MaxLength, HostText.Allowed, text => text.Length == 0 || HostText.IsHost(text));
        return new ClientOptions
        {
            Bind = bind.Length == 0 ? nodeBind : bind,
            WindowBytes = (int)settings.Bytes("doors.client.window-bytes", ClientHello.MinWindowBytes, 64 << 20),
            Silence = settings.Time("doors.client.silence", TimeSpan.FromSeconds(3), TimeSpan.FromMinutes(10)),
        };
    }
}
