namespace AkkaCache.Protocol.Tests.Data;

/// <summary>The committed tables of expected values, which programs other than ours have made.</summary>
internal static class TestData
{
    /// <summary>The lines of a file here as pairs of words; lines that begin with '#' are comments.</summary>
    public static IEnumerable<(string First, string Second)> Pairs(string file)
    {
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Data", file)))
        {
            if (line.StartsWith('#')) continue;
            var space = line.IndexOf(' ');
            yield return (line[..space], line[(space + 1)..]);
        }
    }
}
