using System.Text.RegularExpressions;

namespace AkkaCache.Architecture.Tests.Reading;

/// <summary>A C# file: where it lies and what its lines say about imports.</summary>
/// <param name="Path">From the root, with '/'.</param>
/// <param name="Text">All of it.</param>
internal sealed record SourceFile(string Path, string Text)
{
    private static readonly Regex NamespaceLine = new("^\\s*namespace\\s+([\\w.]+)", RegexOptions.Multiline);

    private static readonly Regex UsingLine = new("^\\s*(?:global\\s+)?using\\s+(?:static\\s+)?(?:\\w+\\s*=\\s*)?(?:global::)?([\\w.]+)(?:<[^;]*>)?\\s*;", RegexOptions.Multiline);

    private static readonly Regex TypeLine = new("^\\s*(?:(?:public|internal|private|file|static|sealed|abstract|readonly|ref|partial|unsafe)\\s+)*(?:class|struct|interface|enum|record)\\s+\\w", RegexOptions.Multiline);

    /// <summary>The first namespace, or null.</summary>
    public string? Namespace => NamespaceLine.Match(Text) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>What the using lines name: a namespace, or a type by its full name.</summary>
    public IEnumerable<string> Usings => UsingLine.Matches(Text).Select(match => match.Groups[1].Value);

    public bool DeclaresTypes => TypeLine.IsMatch(Text);

    public IReadOnlyList<string> Lines => Text.TrimEnd('\n').Split('\n');

    /// <summary>Its folder's parts: "src/Node/Doors/Resp/X.cs" gives src, Node, Doors, Resp.</summary>
    public string[] Folders => Path.Split('/')[..^1];
}
