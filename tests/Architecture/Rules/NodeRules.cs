using AkkaCache.Architecture.Tests.Reading;

namespace AkkaCache.Architecture.Tests.Rules;

/// <summary>Which area of the node may see which other: an area is a namespace right below AkkaCache.Node.</summary>
internal static class NodeRules
{
    private const string Root = "AkkaCache.Node";

    /// <summary>Hosting → Doors → Sessions, Routing → Partitions → Replicas. Nobody but Hosting sees Placement, Budget or Admin; Telemetry is a leaf.</summary>
    /// <remarks>
    /// Beyond that picture, see decision 8: Routing knows the session whose command it routes, and Admin reports on sessions. Neither closes a cycle.
    /// </remarks>
    public static readonly IReadOnlyDictionary<string, string[]> Allowed = new Dictionary<string, string[]>
    {
        ["Hosting"] = ["Doors", "Sessions", "Routing", "Partitions", "Replicas", "Placement", "Budget", "Admin", "Telemetry"],
        ["Doors"] = ["Sessions", "Routing", "Partitions", "Replicas", "Telemetry"],
        ["Routing"] = ["Sessions", "Partitions", "Telemetry"],
        ["Sessions"] = ["Partitions", "Telemetry"],
        ["Partitions"] = ["Replicas", "Telemetry"],
        ["Replicas"] = ["Telemetry"],
        ["Placement"] = ["Partitions", "Telemetry"],
        ["Budget"] = ["Partitions", "Telemetry"],
        ["Admin"] = ["Partitions", "Sessions", "Telemetry"],
        ["Telemetry"] = [],
    };

    public static IEnumerable<string> Usings(IEnumerable<SourceFile> sources) =>
        from source in sources
        where source.Namespace is not null
        from used in source.Usings
        from violation in Check(source.Namespace!, used, source.Path)
        select violation;

    public static IEnumerable<string> Metadata(IEnumerable<NamespaceUse> uses) => uses.SelectMany(use => Check(use.User, use.Used, use.Witness));

    /// <summary>The areas of a cycle, or nothing: a picture with a cycle in it could not be a rule.</summary>
    public static IEnumerable<string> Cycles(IReadOnlyDictionary<string, string[]> picture)
    {
        var left = picture.ToDictionary(pair => pair.Key, pair => pair.Value);
        while (left.FirstOrDefault(pair => !pair.Value.Any(left.ContainsKey)).Key is { } leaf) left.Remove(leaf);
        return left.Keys;
    }

    private static IEnumerable<string> Check(string userNamespace, string usedNamespace, string where)
    {
        if (Area(userNamespace) is not { } user) yield break;
        if (!Allowed.TryGetValue(user, out var allowed))
        {
            yield return $"{user} is not in the table of the node's areas ({where})";
            yield break;
        }
        if (Area(usedNamespace) is not { } used || used == user || allowed.Contains(used)) yield break;
        yield return $"{user} sees {used} ({where})";
    }

    private static string? Area(string name) => name.StartsWith(Root + ".", StringComparison.Ordinal) ? name[(Root.Length + 1)..].Split('.')[0] : null;
}
