using AkkaCache.Client;
using AkkaCache.Node.Hosting;
using AkkaCache.Node.Hosting.Settings;
using Microsoft.Extensions.Configuration;

namespace AkkaCache.Embedded;

/// <summary>A node's settings as an application gives them.</summary>
internal static class NodeSettings
{
    /// <exception cref="CacheException">A setting that there is not, or a value that is not allowed.</exception>
    public static NodeOptions Read(Action<NodeOptionsReader> fill)
    {
        try
        {
            var reader = new NodeOptionsReader();
            fill(reader);
            return reader.Read();
        }
        catch (SettingException e)
        {
            throw new CacheException(CacheErrorCode.InvalidConfiguration, e.Message, e);
        }
    }

    /// <summary>Takes a section of the application's configuration: what is nested there is joined by dots, upper and lower case are the same, and numbered values are a list.</summary>
    public static void Add(NodeOptionsReader reader, IConfiguration section)
    {
        var known = reader.Keys.ToDictionary(key => key, key => key, StringComparer.OrdinalIgnoreCase);
        Add(section, "");

        void Add(IConfiguration part, string path)
        {
            foreach (var child in part.GetChildren())
            {
                var name = path.Length == 0 ? child.Key : $"{path}.{child.Key}";
                var key = known.GetValueOrDefault(name, name);
                var items = child.GetChildren().ToList();
                if (child.Value is { } text) reader.Set(key, text, child.Path);
                else if (items.Count > 0 && items.All(item => int.TryParse(item.Key, out _))) reader.Set(key, [.. items.Select(item => item.Value ?? "")], child.Path);
                else Add(child, name);
            }
        }
    }
}
