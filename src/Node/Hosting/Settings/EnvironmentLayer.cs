using System.Text.RegularExpressions;

namespace AkkaCache.Node.Hosting.Settings;

/// <summary>Settings from environment variables: AKKACACHE_ and the key in capitals, dots and dashes as underscores.</summary>
public static partial class EnvironmentLayer
{
    public const string Prefix = "AKKACACHE_";

    /// <summary>Names the file of --config when that flag is not given.</summary>
    public const string ConfigFileVariable = "AKKACACHE_CONFIG";

    /// <summary>The settings among <paramref name="variables"/>, by key.</summary>
    /// <exception cref="SettingException">A variable has our prefix and names no setting.</exception>
    public static IEnumerable<KeyValuePair<string, SettingValue>> Read(IEnumerable<KeyValuePair<string, string>> variables, IEnumerable<string> keys)
    {
        var byVariable = keys.ToDictionary(VariableOf, StringComparer.Ordinal);
        foreach (var (name, text) in variables.OrderBy(variable => variable.Key, StringComparer.Ordinal))
        {
            if (!name.StartsWith(Prefix, StringComparison.Ordinal) || name == ConfigFileVariable || ServiceLink().IsMatch(name)) continue;
            if (!byVariable.TryGetValue(name, out var key)) throw new SettingException($"{name}: unknown setting in the environment");
            yield return new(key, new SettingValue(text, null, name));
        }
    }

    public static string VariableOf(string key) => Prefix + key.ToUpperInvariant().Replace('.', '_').Replace('-', '_');

    /// <summary>
    /// Kubernetes gives every container of a namespace variables about each service in it; for a service called "akkacache" they have our prefix.
    /// </summary>
    [GeneratedRegex("^AKKACACHE_(SERVICE_(HOST|PORT.*)|PORT(_[0-9]+_(TCP|UDP).*)?)$")]
    private static partial Regex ServiceLink();
}
