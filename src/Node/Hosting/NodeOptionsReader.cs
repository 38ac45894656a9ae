using System.Reflection;
using Akka.Configuration;
using AkkaCache.Node.Hosting.Settings;

namespace AkkaCache.Node.Hosting;

/// <summary>
/// Collects settings in layers and reads them into <see cref="NodeOptions"/>. Later layers win; the usual order is
/// reference, profile, file, environment, flags.
/// </summary>
public sealed class NodeOptionsReader
{
    private const string ReferenceResource = "akkacache.conf";
    private const string AkkaPrefix = "akka.";

    /// <summary>A configuration is some kilobytes; a file beyond this is not one.</summary>
    private const int MaxFileBytes = 1 << 20;

    private readonly SettingMap _settings;
    private readonly Config _referenceAkka;
    private Config _akka = Config.Empty;
    private string _file = "";

    public NodeOptionsReader()
    {
        var reference = HoconLayer.Parse(ReferenceText(), "");
        _settings = new SettingMap(reference.Settings);
        _referenceAkka = reference.Akka;
    }

    /// <summary>Every key there is, without the product's section.</summary>
    public IEnumerable<string> Keys => _settings.Keys;

    internal SettingMap Settings => _settings;

    /// <summary>The built-in reference: every setting with its meaning, unit and default.</summary>
    public static string ReferenceText() => ResourceText(ReferenceResource);

    /// <summary>What a profile sets in place of the reference's values.</summary>
    public static string ProfileText(ClusterProfile profile) => ResourceText($"profiles/{profile.ToString().ToLowerInvariant()}.conf");

    /// <exception cref="SettingException">The file cannot be read, is no HOCON, or has an unknown key.</exception>
    public NodeOptionsReader AddFile(string path)
    {
        string text;
        try
        {
            var info = new FileInfo(path);
            if (info.Exists && info.Length > MaxFileBytes) throw new SettingException($"{path}: must be at most {ByteSize.ToText(MaxFileBytes)}");
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new SettingException($"{path}: cannot be read: {e.Message}");
        }
        _file = Path.GetFullPath(path);
        return AddHocon(text, path);
    }

    /// <param name="origin">Names the text in messages.</param>
    /// <inheritdoc cref="AddFile"/>
    public NodeOptionsReader AddHocon(string hocon, string origin)
    {
        var layer = HoconLayer.Parse(hocon, origin);
        foreach (var (key, value) in layer.Settings) _settings.Set(key, value);
        _akka = Over(layer.Akka, _akka);
        return this;
    }

    /// <summary>Takes what begins with AKKACACHE_; the rest is not ours.</summary>
    /// <exception cref="SettingException">A variable of ours names no setting.</exception>
    public NodeOptionsReader AddEnvironment(IEnumerable<KeyValuePair<string, string>> variables)
    {
        foreach (var (key, value) in EnvironmentLayer.Read(variables, _settings.Keys).ToList()) _settings.Set(key, value);
        return this;
    }

    /// <summary>One key, with or without the product's section before it, or one of Akka's.</summary>
    /// <exception cref="SettingException">There is no such key.</exception>
    public NodeOptionsReader Set(string key, string text, string origin)
    {
        if (key.StartsWith(AkkaPrefix, StringComparison.Ordinal)) return AddHocon($"{key} = {text}", origin);
        var own = HoconLayer.Section + ".";
        if (key.StartsWith(own, StringComparison.Ordinal)) key = key[own.Length..];
        _settings.Set(key, new SettingValue(text, null, origin));
        return this;
    }

    /// <summary>A key that is a list.</summary>
    /// <inheritdoc cref="Set(string, string, string)"/>
    public NodeOptionsReader Set(string key, IReadOnlyList<string> items, string origin)
    {
        _settings.Set(key, new SettingValue(string.Join(',', items), items, origin));
        return this;
    }

    /// <exception cref="SettingException">A value is not allowed.</exception>
    public NodeOptions Read()
    {
        var profile = HoconLayer.Parse(ProfileText(ClusterSection.Profile(_settings)), "");
        foreach (var (key, value) in profile.Settings) _settings.SetUnlessWritten(key, value);
        var identity = Sections.Identity(_settings);
        var cluster = ClusterSection.Read(_settings);
        var derived = HoconLayer.Parse(ClusterSection.AkkaOf(cluster), "");
        return new NodeOptions
        {
            Node = identity,
            Cluster = cluster,
            Resp = RespSection.Read(_settings, identity.Bind),
            OtherDoors = Sections.OtherDoors(_settings, identity.Bind),
            Client = ClientSection.Read(_settings, identity.Bind),
            Memory = Sections.Memory(_settings),
            Expiry = Sections.Expiry(_settings),
            Boards = Sections.Boards(_settings),
            Metrics = Sections.Metrics(_settings),
            Replication = ReplicationSection.Read(_settings),
            Routing = Sections.Routing(_settings),
            Health = Sections.Health(_settings),
            Log = Sections.Log(_settings),
            ConfigurationFile = _file,
            Akka = Over(_akka, Over(derived.Akka, Over(profile.Akka, _referenceAkka))),
        };
    }

    private static Config Over(Config upper, Config lower) => upper.IsEmpty ? lower : lower.IsEmpty ? upper : upper.WithFallback(lower);

    private static string ResourceText(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not embedded");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
