using System.Reflection;

namespace AkkaCache.Node.Hosting;

/// <summary>The version of the product.</summary>
public static class NodeVersion
{
    /// <summary>As in "0.1.0", without what the build adds.</summary>
    public static string Text { get; } = Read();

    private static string Read()
    {
        var full = typeof(NodeVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
        var plus = full.IndexOf('+');
        return plus < 0 ? full : full[..plus];
    }
}
