using AkkaCache.Commands.Server.Catalog;
using AkkaCache.Commands.Table;

namespace AkkaCache.Commands.Tests.Server;

/// <summary>Our table beside Redis's own: whatever COMMAND says of a command that both have must be the same, but for what is listed here.</summary>
public sealed class CapturedTableTests
{
    /// <summary>Differences that are meant, with their reasons.</summary>
    private static readonly Dictionary<string, string> Meant = new()
    {
        ["zrank|arity"] = "WITHSCORE is that of 7.2",
        ["zrevrank|arity"] = "WITHSCORE is that of 7.2",
        ["cluster|meet|flags"] = "there is nothing to load, so nothing of no_async_loading",
    };

    public static TheoryData<string> Shared()
    {
        var names = new TheoryData<string>();
        foreach (var row in Rows())
        {
            if (CapturedCommand.All.ContainsKey(row.Name)) names.Add(row.Name);
        }
        return names;
    }

    [Theory]
    [MemberData(nameof(Shared))]
    public void Row_says_what_redis_says(string name)
    {
        var row = Rows().Single(row => row.Name == name);
        var redis = CapturedCommand.All[name];
        var ours = Describe(row);
        foreach (var (field, expected, actual) in new[]
        {
            ("arity", redis.Arity, ours.Arity), ("flags", redis.Flags, ours.Flags), ("keys", redis.Keys, ours.Keys),
            ("categories", redis.Categories, ours.Categories), ("tips", redis.Tips, ours.Tips), ("specs", redis.Specs, ours.Specs),
        })
        {
            if (Meant.ContainsKey($"{name}|{field}")) Assert.NotEqual(expected, actual);
            else Assert.True(expected == actual, $"{name}: {field} should be {expected}, is {actual}");
        }
    }

    [Fact]
    public void Row_that_redis_lacks_is_newer_or_ours()
    {
        string[] known = ["client|setinfo", "getnear", "once"];
        var unknown = Rows().Select(row => row.Name).Where(name => !CapturedCommand.All.ContainsKey(name) && !known.Contains(name));
        Assert.Empty(unknown);
    }

    private static CapturedCommand Describe(CommandDescriptor row) => new(
        row.Name,
        $"{row.Arity}",
        Words(CommandWords.OfFlags(row)),
        $"{row.Keys.First}:{row.Keys.Last}:{row.Keys.Step}",
        Words(CommandWords.CategoriesOf(row)),
        Words(row.Tips),
        string.Join(';', KeySpec.DefaultsOf(row).Select(Describe)) is { Length: > 0 } specs ? specs : "-");

    private static string Describe(KeySpec spec) => Words(CommandWords.OfAccess(spec.Access))
        + (spec.IsCounted ? $"@index({spec.First})/keynum(0_1_{spec.Step})" : $"@{spec.First}:{spec.Last}:{spec.Step}");

    private static string Words(IEnumerable<string> words) => string.Join(',', words.Order(StringComparer.Ordinal)) is { Length: > 0 } text ? text : "-";

    private static IEnumerable<CommandDescriptor> Rows() => AllCommands.NewTable().All.SelectMany(row => row.Subcommands.Prepend(row));
}
