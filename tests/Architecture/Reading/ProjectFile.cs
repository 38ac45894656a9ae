using System.Xml.Linq;

namespace AkkaCache.Architecture.Tests.Reading;

/// <summary>What a project file says about the project's place among the others.</summary>
/// <param name="Folder">"src/Engine".</param>
/// <param name="RootNamespace">As written, or the file's name.</param>
/// <param name="References">Folders' names of the projects that it references: "Engine".</param>
/// <param name="Packages">Names of the packages that it references.</param>
internal sealed record ProjectFile(string Folder, string RootNamespace, IReadOnlyList<string> References, IReadOnlyList<string> Packages)
{
    /// <summary>The folder's last part, by which the rules call a project.</summary>
    public string Name => Folder[(Folder.LastIndexOf('/') + 1)..];

    public static ProjectFile Parse(string path, string xml)
    {
        var document = XDocument.Parse(xml);
        var file = path[(path.LastIndexOf('/') + 1)..];
        var references = Attributes(document, "ProjectReference").Select(reference => reference.Replace('\\', '/').Split('/')[^2]);
        return new ProjectFile(path[..path.LastIndexOf('/')],
            document.Descendants("RootNamespace").FirstOrDefault()?.Value ?? file[..^".csproj".Length],
            [.. references], [.. Attributes(document, "PackageReference")]);
    }

    private static IEnumerable<string> Attributes(XDocument document, string element)
        => document.Descendants(element).Select(reference => reference.Attribute("Include")?.Value).OfType<string>();
}
