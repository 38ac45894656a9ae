using AkkaCache.Engine.Eviction;
using AkkaCache.Node.Doors;
using AkkaCache.Node.Routing;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Hosting.Settings;

/// <summary>Reads the sections of hocon/akkacache.conf; ranges here are the ones its comments state.</summary>
internal static class Sections
{
    /// <summary>Long enough to be readable, short enough for every line that shows it.</summary>
    private const int MaxNameLength = 64;

    private static readonly string NameAllowed = $"at most {MaxNameLength} letters, digits, dots, dashes and underscores";

    /// <summary>Due times are milliseconds in 63 bits; ten years are beyond every use and far within.</summary>
    private static readonly TimeSpan LongestTtl = TimeSpan.FromDays(3650);

    public static IdentityOptions Identity(SettingMap settings)
    {
        var name = settings.Text("node.name", MaxNameLength, NameAllowed, IsName);
        var host = settings.Text("node.host", HostText.MaxLength, HostText.Allowed, HostText.IsHost);
        var bind = settings.Text("node.bind", HostText.MaxLength, HostText.Allowed, text => text.Length == 0 || HostText.IsHost(text));
        if (HostText.IsWildcard(host)) throw SettingMap.Bad("node.host", settings.Take("node.host"), "an address that others can reach; set node.bind to listen on all");
        return new IdentityOptions(name, host, bind.Length == 0 ? host : bind, (int)settings.Count("node.weight", 1, 16), settings.Text("node.zone", MaxNameLength, NameAllowed, IsName));
    }

    public static OtherDoorsOptions OtherDoors(SettingMap settings, string bind)
    {
        var akka = Port(settings, "doors.akka.port");
        if (akka.IsClosed) throw SettingMap.Bad("doors.akka.port", settings.Take("doors.akka.port"), "0 to 65535: nodes of a cluster need it, a lone one may let it pick a free port (0)");
        var link = Port(settings, "doors.link.port");
        if (link.IsClosed) throw SettingMap.Bad("doors.link.port", settings.Take("doors.link.port"), "0 to 65535: nodes of a cluster need it, 0 picks a free one");
        var httpBind = settings.Text("doors.http.bind", HostText.MaxLength, HostText.Allowed, text => text.Length == 0 || HostText.IsHost(text));
        return new OtherDoorsOptions(akka, link, Port(settings, "doors.client.port"), Port(settings, "doors.http.port"), httpBind.Length == 0 ? bind : httpBind);
    }

    public static MemoryOptions Memory(SettingMap settings) => new(
        settings.Bytes("memory.maxmemory", 1L << 20, 1L << 44, zero: "unlimited"),
        settings.Choice(
            "memory.policy",
            ("allkeys-lru", EvictionPolicy.AllKeysLru),
            ("allkeys-random", EvictionPolicy.AllKeysRandom),
            ("volatile-lru", EvictionPolicy.VolatileLru),
            ("volatile-random", EvictionPolicy.VolatileRandom),
            ("volatile-ttl", EvictionPolicy.VolatileTtl),
            ("noeviction", EvictionPolicy.NoEviction)),
        settings.Count("memory.max-items", 1, 4_000_000_000, zero: "unlimited"),
        (int)settings.Bytes("memory.max-key-bytes", 1, 512L << 20, zero: "unlimited"));

    public static ExpiryOptions Expiry(SettingMap settings) => new(
        settings.Time("expiry.default-ttl", TimeSpan.FromMilliseconds(1), LongestTtl, zero: "none"),
        settings.Time("expiry.board-ttl", TimeSpan.FromMilliseconds(1), LongestTtl, zero: "none"),
        settings.Time("expiry.pace", TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(10)));

    public static BoardOptions Boards(SettingMap settings) => new(
        (int)settings.Count("boards.max-boards", 1, 2_000_000_000, zero: "unlimited"),
        (int)settings.Count("boards.max-members", 1, 2_000_000_000, zero: "unlimited"));

    public static MetricsOptions Metrics(SettingMap settings) => new(settings.Switch("metrics.enabled"), settings.Switch("metrics.boards"));

    public static HealthOptions Health(SettingMap settings) => new(
        settings.Time("health.interval", TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10)),
        settings.Time("health.timeout", TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1)),
        settings.Time("health.degraded-ping", TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1)),
        settings.Time("health.degraded-lag", TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(10)));

    public static RoutingSettings Routing(SettingMap settings) => new()
    {
        Mode = settings.Choice("routing.mode", ("forward", RoutingMode.Forward), ("redirect", RoutingMode.Redirect)),
        Wait = settings.Time("routing.wait", TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5)),
        ReplyTimeout = settings.Time("routing.reply-timeout", TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10)),
    };

    public static LogOptions Log(SettingMap settings) => new(
        settings.Choice(
            "log.level",
            ("trace", LogLevel.Trace),
            ("debug", LogLevel.Debug),
            ("info", LogLevel.Information),
            ("warning", LogLevel.Warning),
            ("error", LogLevel.Error)),
        settings.Choice("log.format", ("text", false), ("json", true)));

    internal static DoorPort Port(SettingMap settings, string key)
    {
        var value = settings.Take(key);
        return DoorPort.TryParse(value.Text, out var port) ? port : throw SettingMap.Bad(key, value, "0 to 65535, or off");
    }

    private static bool IsName(string text) => text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
}
