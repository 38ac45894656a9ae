namespace AkkaCache.Node.Hosting.Settings;

/// <summary>A value of one key as somebody wrote it.</summary>
/// <param name="Text">The text of a scalar, or the items joined by commas.</param>
/// <param name="Items">The items when it was written as a list.</param>
/// <param name="Origin">Where it was written, for messages: empty for the reference, else a file, variable or flag.</param>
public sealed record SettingValue(string Text, IReadOnlyList<string>? Items, string Origin)
{
    /// <summary>The items of a list, which may also be written as one text with commas.</summary>
    public IReadOnlyList<string> AsList() => Items ?? Text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
