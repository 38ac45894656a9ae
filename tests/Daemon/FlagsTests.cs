namespace AkkaCache.Daemon.Tests;

public class FlagsTests
{
    [Theory]
    [InlineData("--name", "n1", "node.name")]
    [InlineData("--host", "h", "node.host")]
    [InlineData("--bind", "0.0.0.0", "node.bind")]
    [InlineData("--zone", "eu1", "node.zone")]
    [InlineData("--profile", "cloud", "cluster.profile")]
    [InlineData("--resp-port", "off", "doors.resp.port")]
    [InlineData("--akka-port", "0", "doors.akka.port")]
    [InlineData("--client-port", "1", "doors.client.port")]
    [InlineData("--http-port", "2", "doors.http.port")]
    [InlineData("--maxmemory", "1gb", "memory.maxmemory")]
    [InlineData("--maxmemory-policy", "noeviction", "memory.policy")]
    [InlineData("--replication", "sync", "replication.mode")]
    [InlineData("--replicas", "3", "replication.factor")]
    public void Short_flag_sets_its_key_in_both_forms(string flag, string value, string key)
    {
        Assert.Equal((key, value, flag), Assert.Single(Flags.Parse([flag, value]).Settings));
        Assert.Equal((key, value, flag), Assert.Single(Flags.Parse([$"{flag}={value}"]).Settings));
    }

    [Fact]
    public void Set_takes_everything_behind_the_first_equals_sign()
    {
        var flags = Flags.Parse(["--set", "security.requirepass=a=b", "--set=boards.max-boards = 7"]);
        Assert.Equal([("security.requirepass", "a=b", "--set"), ("boards.max-boards", "7", "--set")], flags.Settings);
    }

    [Fact]
    public void Seeds_are_collected()
    {
        Assert.Equal(["a:1", "b:2"], Flags.Parse(["--seed", "a:1", "--seed=b:2"]).Seeds);
    }

    [Theory]
    [InlineData("--what", "--what: unknown flag; see --help")]
    [InlineData("what", "what: unknown flag; see --help")]
    [InlineData("--host", "--host: needs a value; see --help")]
    [InlineData("--set=x", "--set x: must be KEY=VALUE")]
    public void Bad_flag_is_named(string argument, string message)
    {
        Assert.Equal(message, Assert.Throws<FlagException>(() => Flags.Parse([argument])).Message);
    }

    [Fact]
    public void Every_short_flag_is_in_the_help_text()
    {
        Assert.All(Flags.Keys.Keys, flag => Assert.Contains(flag + " ", HelpText.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_short_flag_names_a_setting_there_is()
    {
        Assert.Empty(Flags.Keys.Values.Except(new Node.Hosting.NodeOptionsReader().Keys));
    }
}
