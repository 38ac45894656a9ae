using AkkaCache.Commands.Execution;
using AkkaCache.Engine.Eviction;
using AkkaCache.Node.Admin;
using AkkaCache.Node.Sessions;

namespace AkkaCache.Node.Tests.Admin;

public sealed class NodeConfigurationTests
{
    private readonly DataSettings _data = new();
    private readonly SessionSettings _sessions = new();
    private readonly NodeConfiguration _configuration;

    public NodeConfigurationTests() => _configuration = new NodeConfiguration(_data, _sessions, [new("port", "6379")]);

    [Theory]
    [InlineData("maxmemory", "10kb", "10240")]
    [InlineData("maxmemory", "10k", "10000")]
    [InlineData("maxmemory", "2MB", "2097152")]
    [InlineData("maxmemory", "1gb", "1073741824")]
    [InlineData("maxmemory", "7b", "7")]
    [InlineData("MaxMemory-Policy", "VOLATILE-LRU", "volatile-lru")]
    [InlineData("timeout", "30", "30")]
    [InlineData("maxclients", "5", "5")]
    [InlineData("requirepass", "pässword", "pässword")]
    [InlineData("default-ttl", "1500", "1500")]
    [InlineData("board-ttl", "60000", "60000")]
    [InlineData("max-items", "4000000000", "4000000000")]
    [InlineData("max-boards", "10", "10")]
    [InlineData("max-board-members", "10", "10")]
    [InlineData("max-key-bytes", "256", "256")]
    [InlineData("metrics", "NO", "no")]
    [InlineData("board-metrics", "no", "no")]
    [InlineData("save", "", "")]
    [InlineData("appendonly", "no", "no")]
    public void Setting_takes_a_good_value(string name, string value, string shown)
    {
        Assert.Null(Set(name, value));
        Assert.Equal(shown, Get(name.ToLowerInvariant()));
    }

    [Theory]
    [InlineData("nothing", "1", null)]
    [InlineData("maxmemory", "x", "argument must be a memory value")]
    [InlineData("maxmemory", "-1", "argument must be a memory value")]
    [InlineData("maxmemory", "", "argument must be a memory value")]
    [InlineData("maxmemory", "1tb", "argument must be a memory value")]
    [InlineData("maxmemory", "99999999999999999999", "argument must be a memory value")]
    [InlineData("maxmemory", "9223372036854775807kb", "argument must be a memory value")]
    [InlineData("maxmemory-policy", "foo", "argument(s) must be one of the following: noeviction, allkeys-lru, volatile-lru, volatile-ttl, allkeys-random, volatile-random")]
    [InlineData("timeout", "a", "argument couldn't be parsed into an integer")]
    [InlineData("timeout", "-1", "argument must be between 0 and 2147483647 inclusive")]
    [InlineData("timeout", "99999999999", "argument must be between 0 and 2147483647 inclusive")]
    [InlineData("maxclients", "0", "argument must be between 1 and 1000000 inclusive")]
    [InlineData("metrics", "maybe", "argument must be 'yes' or 'no'")]
    [InlineData("save", "60 1", "argument must be '' on this server")]
    [InlineData("appendonly", "yes", "argument must be 'no' on this server")]
    [InlineData("databases", "2", "can't set immutable config")]
    [InlineData("port", "6379", "can't set immutable config")]
    public void Setting_refuses_a_bad_value(string name, string value, string? reason)
    {
        var before = _configuration.All.ToList();
        var fault = Set(name, value);
        Assert.Equal(new ConfigurationFault(name, reason), fault);
        Assert.Equal(before, _configuration.All.ToList());
    }

    [Fact]
    public void Several_are_set_or_none()
    {
        Assert.NotNull(_configuration.TrySet([new("maxmemory", "5mb"), new("timeout", "x")]));
        Assert.Equal(0, _data.MaxMemoryBytes);
        Assert.Null(_configuration.TrySet([new("maxmemory", "5mb"), new("timeout", "9")]));
        Assert.Equal(5 * 1024 * 1024, _data.MaxMemoryBytes);
        Assert.Equal(9, _sessions.IdleTimeoutSeconds);
    }

    [Fact]
    public void Setting_named_twice_is_refused()
        => Assert.Equal(new ConfigurationFault("timeout", "duplicate parameter"), _configuration.TrySet([new("timeout", "1"), new("TIMEOUT", "2")]));

    [Fact]
    public void Unknown_name_is_found_before_bad_values()
        => Assert.Equal(new ConfigurationFault("foo", null), _configuration.TrySet([new("timeout", "x"), new("foo", "1")]));

    [Fact]
    public void Change_reaches_what_commands_and_doors_obey()
    {
        Set("maxmemory-policy", "noeviction");
        Set("requirepass", "secret");
        Assert.Equal(EvictionPolicy.NoEviction, _data.Policy);
        Assert.True(_sessions.RequiresPassword);
        Assert.True(_sessions.IsPassword("secret"u8));
        Assert.False(_sessions.IsPassword("secre"u8));
        Assert.False(_sessions.IsPassword(default));
        Set("requirepass", "");
        Assert.False(_sessions.RequiresPassword);
    }

    [Fact]
    public void Every_setting_is_in_the_documentation()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "AkkaCache.sln"))) folder = folder.Parent;
        var page = File.ReadAllText(Path.Combine(folder.FullName, "docs", "commands.md"));
        foreach (var (name, _) in _configuration.All) Assert.Contains($"`{name}`", page, StringComparison.Ordinal);
    }

    private ConfigurationFault? Set(string name, string value) => _configuration.TrySet([new(name, value)]);

    private string Get(string name) => _configuration.All.Single(setting => setting.Key == name).Value;
}
