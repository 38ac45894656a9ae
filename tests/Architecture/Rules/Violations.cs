namespace AkkaCache.Architecture.Tests.Rules;

/// <summary>Asserts on what a rule found. Fails with the whole list, since each line is somebody's work.</summary>
internal static class Violations
{
    public static void None(IEnumerable<string> found) => Only([], found);

    /// <summary>Exactly the violations that are <paramref name="owed"/>: any other fails, and so does one that is gone, for then its line here goes too.</summary>
    public static void Only(IReadOnlyList<string> owed, IEnumerable<string> found)
    {
        var actual = found.Distinct().ToList();
        var news = actual.Except(owed).Select(line => "violation: " + line);
        var gone = owed.Except(actual).Select(line => "no longer owed, strike it out: " + line);
        Assert.Equal("", string.Join('\n', news.Concat(gone)));
    }
}
