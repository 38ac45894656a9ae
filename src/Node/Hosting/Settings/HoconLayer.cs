using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace AkkaCache.Node.Hosting.Settings;

/// <summary>One HOCON text, taken apart: the product's settings by key, and the section that belongs to Akka.</summary>
public sealed class HoconLayer
{
    /// <summary>The section of the product; its keys are named without it everywhere else.</summary>
    public const string Section = "akkacache";

    private const string AkkaSection = "akka";

    /// <summary>Settings lie two or three levels deep; a text that nests deeper than this is not one of ours.</summary>
    private const int MaxDepth = 16;

    private readonly Dictionary<string, SettingValue> _settings = new(StringComparer.Ordinal);

    private HoconLayer(Config akka) => Akka = akka;

    public IReadOnlyDictionary<string, SettingValue> Settings => _settings;

    /// <summary>The text's own akka section under its name, or empty.</summary>
    public Config Akka { get; }

    /// <param name="origin">Names the text in messages; empty for the reference.</param>
    /// <exception cref="SettingException">The text is no HOCON or has a section that is nobody's.</exception>
    public static HoconLayer Parse(string hocon, string origin)
    {
        if (HoconBrackets.OpenLine(hocon) is > 0 and var line) throw new SettingException($"{origin}: not valid HOCON: what line {line} opens is not closed");
        HoconObject? root;
        Config config;
        try
        {
            config = ConfigurationFactory.ParseString(hocon);
            root = config.Root.GetObject();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new SettingException($"{origin}: not valid HOCON: {FirstLine(e.Message)}");
        }
        var layer = new HoconLayer(config.HasPath(AkkaSection) ? config.GetValue(AkkaSection).AtKey(AkkaSection) : Config.Empty);
        if (root is null) return layer;
        foreach (var (name, value) in root.Items)
        {
            if (name == AkkaSection) continue;
            if (name != Section || value.GetObject() is not { } section)
                throw new SettingException($"{origin}: {name}: unknown section: must be {Section} or {AkkaSection}");
            layer.Flatten(section, "", origin, 0);
        }
        return layer;
    }

    private void Flatten(HoconObject section, string prefix, string origin, int depth)
    {
        if (depth > MaxDepth) throw new SettingException($"{origin}: {prefix}: nested too deeply");
        foreach (var (name, value) in section.Items)
        {
            var key = prefix + name;
            if (value.GetObject() is { } inner) Flatten(inner, key + ".", origin, depth + 1);
            else _settings[key] = ToValue(value, key, origin);
        }
    }

    private static SettingValue ToValue(HoconValue value, string key, string origin)
    {
        if (value.Values.Any(element => element.IsArray()))
        {
            var items = value.GetArray().Select(item => item.GetString() ?? throw NotScalar(key, origin)).ToArray();
            return new SettingValue(string.Join(',', items), items, origin);
        }
        return new SettingValue(value.IsString() ? value.GetString() ?? "" : throw NotScalar(key, origin), null, origin);
    }

    private static SettingException NotScalar(string key, string origin) =>
        new(origin.Length == 0 ? $"{key}: must be a value or a list of values" : $"{origin}: {key}: must be a value or a list of values");

    private static string FirstLine(string text) => text.ReplaceLineEndings("\n").Split('\n')[0];
}
