namespace AkkaCache.Testing.Linearizability;

/// <summary>A value in a report: long ones, like lists, by their two ends.</summary>
internal static class ValueText
{
    private const int HeadShown = 20;
    private const int TailShown = 50;

    public static string Of<T>(T value)
    {
        var text = value?.ToString() ?? "nil";
        return text.Length <= HeadShown + TailShown ? text : $"{text[..HeadShown]} ... {text[^TailShown..]} ({text.Length} characters)";
    }
}
