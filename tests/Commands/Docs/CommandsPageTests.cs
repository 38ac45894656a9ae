using AkkaCache.Commands.Table;

namespace AkkaCache.Commands.Tests.Docs;

public sealed class CommandsPageTests
{
    private static string PagePath
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AkkaCache.sln"))) folder = folder.Parent;
            return Path.Combine(folder?.FullName ?? throw new InvalidOperationException("AkkaCache.sln is in no folder above the tests"), "docs", "commands.md");
        }
    }

    [Fact]
    public void Page_is_what_the_table_says()
    {
        var page = CommandsPage.Write(AllCommands.NewTable());
        if (Environment.GetEnvironmentVariable("AKKACACHE_WRITE_DOCS") == "1") File.WriteAllText(PagePath, page);
        Assert.True(File.Exists(PagePath) && File.ReadAllText(PagePath) == page, "docs/commands.md is not what the table says: run the tests once with AKKACACHE_WRITE_DOCS=1");
    }

    [Fact]
    public void Page_shows_every_group() => Assert.Empty(CommandsPage.UnknownGroups(AllCommands.NewTable()));
}
