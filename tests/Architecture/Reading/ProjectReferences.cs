using System.Reflection;

namespace AkkaCache.Architecture.Tests.Reading;

/// <summary>What the built assemblies reference.</summary>
internal static class ProjectReferences
{
    public static IEnumerable<string> OwnReferences(string assembly) =>
        Assembly.Load(assembly).GetReferencedAssemblies().Select(reference => reference.Name!).Where(name => name.StartsWith("AkkaCache.", StringComparison.Ordinal));
}
