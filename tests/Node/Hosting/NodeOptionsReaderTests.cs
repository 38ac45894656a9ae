using AkkaCache.Engine.Eviction;
using AkkaCache.Node.Hosting;
using AkkaCache.Node.Hosting.Settings;

namespace AkkaCache.Node.Tests.Hosting;

public class NodeOptionsReaderTests
{
    [Fact]
    public void Reference_alone_is_valid_and_every_key_of_it_is_read()
    {
        var reader = new NodeOptionsReader();
        var options = reader.Read();

        Assert.Empty(reader.Settings.Unread);
        Assert.Equal("127.0.0.1", options.Node.Bind);
        Assert.Equal(6379, options.Resp.Port.Number);
        Assert.Equal(256, options.Cluster.Partitions);
        Assert.Equal(512 << 20, options.Resp.Limits.MaxBulkBytes);
        Assert.Equal(TimeSpan.FromMilliseconds(100), options.Expiry.Pace);
        Assert.Equal(EvictionPolicy.AllKeysLru, options.Memory.Policy);
        Assert.Equal("ddata", options.Akka.GetString("akka.cluster.sharding.state-store-mode"));
    }

    [Fact]
    public void Data_limits_are_off_by_default()
    {
        var settings = new NodeOptionsReader().Read().ToDataSettings();
        Assert.Equal((0, 0, 0, 0), (settings.MaxMemoryBytes, settings.MaxItems, settings.MaxKeyBytes, settings.DefaultTtlMs));
        Assert.Equal((0, 0, 0), (settings.BoardTtlMs, settings.MaxBoards, settings.MaxBoardMembers));
    }

    [Fact]
    public void Settings_reach_what_commands_obey()
    {
        var settings = new NodeOptionsReader().AddHocon(
            """
            akkacache {
              memory { maxmemory = 2gb, max-items = 1000, max-key-bytes = 256, policy = volatile-ttl }
              expiry { default-ttl = 1 h, board-ttl = 2 d }
              boards { max-boards = 10, max-members = 20 }
              metrics { enabled = off, boards = off }
            }
            """,
            "test").Read().ToDataSettings();

        Assert.Equal((2L << 30, 1000, 256), (settings.MaxMemoryBytes, settings.MaxItems, settings.MaxKeyBytes));
        Assert.Equal((3_600_000, 172_800_000), (settings.DefaultTtlMs, settings.BoardTtlMs));
        Assert.Equal((10, 20), (settings.MaxBoards, settings.MaxBoardMembers));
        Assert.Equal((EvictionPolicy.VolatileTtl, false, false), (settings.Policy, settings.Metrics, settings.BoardMetrics));
    }

    public static TheoryData<string, string, string> BadValues => new()
    {
        { "node.name", "a b", "node.name = a b: must be at most 64 letters, digits, dots, dashes and underscores (from t)" },
        { "node.host", "", "node.host = \"\": must be a host name or IP address (from t)" },
        { "node.host", "0.0.0.0", "node.host = 0.0.0.0: must be an address that others can reach; set node.bind to listen on all (from t)" },
        { "node.bind", "a b", "node.bind = a b: must be a host name or IP address (from t)" },
        { "node.weight", "17", "node.weight = 17: must be 1 to 16 (from t)" },
        { "node.zone", "a/b", "node.zone = a/b: must be at most 64 letters, digits, dots, dashes and underscores (from t)" },
        { "cluster.profile", "moon", "cluster.profile = moon: must be one of lan, cloud, test (from t)" },
        { "cluster.split-brain", "keep-referee", "cluster.split-brain = keep-referee: must be one of keep-majority, static-quorum, keep-oldest, down-all (from t)" },
        { "cluster.quorum-size", "1025", "cluster.quorum-size = 1025: must be 1 to 1024, or 0 for none (from t)" },
        { "cluster.leave-timeout", "1 h", "cluster.leave-timeout = 1 h: must be 1 s to 10 m (from t)" },
        { "cluster.seeds", "host", "cluster.seeds = host: must be at most 64 of HOST:PORT (from t)" },
        { "cluster.seeds", "a:1,b:0", "cluster.seeds = a:1,b:0: must be at most 64 of HOST:PORT (from t)" },
        { "cluster.partitions", "100", "cluster.partitions = 100: must be a power of two, 16 to 512 (from t)" },
        { "cluster.partitions", "1024", "cluster.partitions = 1024: must be a power of two, 16 to 512 (from t)" },
        { "cluster.virtual-nodes", "0", "cluster.virtual-nodes = 0: must be 1 to 1000 (from t)" },
        { "cluster.hash", "md5", "cluster.hash = md5: must be one of xxhash3, fnv1a (from t)" },
        { "doors.resp.port", "65536", "doors.resp.port = 65536: must be 0 to 65535, or off (from t)" },
        { "doors.resp.port", "-1", "doors.resp.port = -1: must be 0 to 65535, or off (from t)" },
        { "doors.resp.bind", "a b", "doors.resp.bind = a b: must be a host name or IP address (from t)" },
        { "doors.resp.max-connections", "0", "doors.resp.max-connections = 0: must be 1 to 1000000 (from t)" },
        { "doors.resp.max-arguments", "15", "doors.resp.max-arguments = 15: must be 16 to 16777216 (from t)" },
        { "doors.resp.max-bulk-bytes", "1gb", "doors.resp.max-bulk-bytes = 1gb: must be 1kb to 512mb (from t)" },
        { "doors.resp.max-command-bytes", "2gb", "doors.resp.max-command-bytes = 2gb: must be 1kb to 1gb (from t)" },
        { "doors.resp.max-inline-bytes", "1", "doors.resp.max-inline-bytes = 1: must be 64 to 1mb (from t)" },
        { "doors.resp.pipeline-turn", "0", "doors.resp.pipeline-turn = 0: must be 1 to 1048576 (from t)" },
        { "doors.resp.input-pause-bytes", "1", "doors.resp.input-pause-bytes = 1: must be 64kb to 1gb (from t)" },
        { "doors.resp.output-pause-bytes", "1", "doors.resp.output-pause-bytes = 1: must be 16kb to 1gb (from t)" },
        { "doors.resp.output-limit-bytes", "0", "doors.resp.output-limit-bytes = 0: must be 64kb to 16gb (from t)" },
        { "doors.resp.idle-timeout", "1 ms", "doors.resp.idle-timeout = 1 ms: must be 1 s to 365 d, or 0 for never (from t)" },
        { "doors.resp.tls.certificate", "/no/x.pem", "doors.resp.tls.certificate = /no/x.pem: must be a file that can be read: Could not find a part of the path '/no/x.pem'. (from t)" },
        { "doors.resp.tls.key", "x.pem", "doors.resp.tls.key = x.pem: must be empty without doors.resp.tls.certificate (from t)" },
        { "doors.resp.tls.password", new string('x', 513), "doors.resp.tls.password = (hidden): must be at most 512 characters (from t)" },
        { "doors.resp.auth-timeout", "2 h", "doors.resp.auth-timeout = 2 h: must be 1 s to 1 h, or 0 for never (from t)" },
        { "doors.link.port", "off", "doors.link.port = off: must be 0 to 65535: nodes of a cluster need it, 0 picks a free one (from t)" },
        { "doors.akka.port", "off", "doors.akka.port = off: must be 0 to 65535: nodes of a cluster need it, a lone one may let it pick a free port (0) (from t)" },
        { "doors.client.port", "x", "doors.client.port = x: must be 0 to 65535, or off (from t)" },
        { "doors.client.bind", "a b", "doors.client.bind = a b: must be a host name or IP address (from t)" },
        { "doors.client.window-bytes", "1kb", "doors.client.window-bytes = 1kb: must be 64kb to 64mb (from t)" },
        { "doors.client.silence", "1 s", "doors.client.silence = 1 s: must be 3 s to 10 m (from t)" },
        { "doors.http.port", "1.5", "doors.http.port = 1.5: must be 0 to 65535, or off (from t)" },
        { "doors.http.bind", "a b", "doors.http.bind = a b: must be a host name or IP address (from t)" },
        { "memory.maxmemory", "1kb", "memory.maxmemory = 1kb: must be 1mb to 16tb, or 0 for unlimited (from t)" },
        { "memory.maxmemory", "lots", "memory.maxmemory = lots: must be 1mb to 16tb, or 0 for unlimited (from t)" },
        { "memory.policy", "fifo", "memory.policy = fifo: must be one of allkeys-lru, allkeys-random, volatile-lru, volatile-random, volatile-ttl, noeviction (from t)" },
        { "memory.max-items", "-5", "memory.max-items = -5: must be 1 to 4000000000, or 0 for unlimited (from t)" },
        { "memory.max-key-bytes", "1gb", "memory.max-key-bytes = 1gb: must be 1 to 512mb, or 0 for unlimited (from t)" },
        { "expiry.default-ttl", "forever", "expiry.default-ttl = forever: must be 1 ms to 3650 d, or 0 for none (from t)" },
        { "expiry.board-ttl", "-1 s", "expiry.board-ttl = -1 s: must be 1 ms to 3650 d, or 0 for none (from t)" },
        { "expiry.pace", "1 ms", "expiry.pace = 1 ms: must be 10 ms to 10 s (from t)" },
        { "boards.max-boards", "1k", "boards.max-boards = 1k: must be 1 to 2000000000, or 0 for unlimited (from t)" },
        { "boards.max-members", "x", "boards.max-members = x: must be 1 to 2000000000, or 0 for unlimited (from t)" },
        { "metrics.enabled", "maybe", "metrics.enabled = maybe: must be on or off (from t)" },
        { "metrics.boards", "2", "metrics.boards = 2: must be on or off (from t)" },
        { "security.requirepass", new string('x', 513), "security.requirepass = (hidden): must be at most 512 characters (from t)" },
        { "security.protected-mode", "x", "security.protected-mode = x: must be on or off (from t)" },
        { "replication.mode", "semi", "replication.mode = semi: must be one of none, async, sync (from t)" },
        { "replication.factor", "9", "replication.factor = 9: must be 1 to 7 (from t)" },
        { "replication.log-bytes", "5000", "replication.log-bytes = 5000: must be a power of two, 4kb to 64mb (from t)" },
        { "replication.min-in-sync", "8", "replication.min-in-sync = 8: must be 1 to 7, or 0 for the smaller of 2 and replication.factor (from t)" },
        { "replication.min-in-sync", "3", "replication.min-in-sync = 3: must be at most replication.factor, which is 2 (from t)" },
        { "replication.in-sync-wait", "2 m", "replication.in-sync-wait = 2 m: must be 10 ms to 1 m (from t)" },
        { "replication.lease", "1 ms", "replication.lease = 1 ms: must be 100 ms to 1 m (from t)" },
        { "replication.lease", "500 ms", "replication.lease = 500 ms: must be at least 3 times replication.ping-interval, which is 200 ms (from t)" },
        { "replication.suspect-after", "1 h", "replication.suspect-after = 1 h: must be 50 ms to 1 m (from t)" },
        { "replication.suspect-after", "599 ms", "replication.suspect-after = 599 ms: must be at least 3 times replication.ping-interval, which is 200 ms (from t)" },
        { "replication.give-up-after", "100 ms", "replication.give-up-after = 100 ms: must be 500 ms to 1 h, or 0 for once it has left the cluster (from t)" },
        { "replication.ping-interval", "1 ms", "replication.ping-interval = 1 ms: must be 10 ms to 10 s (from t)" },
        { "replication.backup-timeout", "0", "replication.backup-timeout = 0: must be 50 ms to 1 m (from t)" },
        { "replication.flush-interval", "1 s", "replication.flush-interval = 1 s: must be 1 ms to 100 ms, or 0 for with each batch of commands (from t)" },
        { "replication.compare-every", "50 ms", "replication.compare-every = 50 ms: must be 100 ms to 30 d, or 0 for never (from t)" },
        { "replication.max-lag-bytes", "1kb", "replication.max-lag-bytes = 1kb: must be 64kb to 1gb (from t)" },
        { "replication.max-moves", "0", "replication.max-moves = 0: must be 1 to 64 (from t)" },
        { "replication.journal", "a\0b", "replication.journal = a?b: must be a directory, at most 4096 characters (from t)" },
        { "replication.journal-bytes", "1kb", "replication.journal-bytes = 1kb: must be 1mb to 1gb (from t)" },
        { "routing.mode", "guess", "routing.mode = guess: must be one of forward, redirect (from t)" },
        { "routing.wait", "1 ms", "routing.wait = 1 ms: must be 100 ms to 5 m (from t)" },
        { "routing.reply-timeout", "1 h", "routing.reply-timeout = 1 h: must be 100 ms to 10 m (from t)" },
        { "health.interval", "0", "health.interval = 0: must be 100 ms to 10 m (from t)" },
        { "health.timeout", "2 m", "health.timeout = 2 m: must be 10 ms to 1 m (from t)" },
        { "health.degraded-ping", "0", "health.degraded-ping = 0: must be 1 ms to 1 m (from t)" },
        { "health.degraded-lag", "x", "health.degraded-lag = x: must be 1 ms to 10 m (from t)" },
        { "log.level", "chatty", "log.level = chatty: must be one of trace, debug, info, warning, error (from t)" },
        { "log.format", "xml", "log.format = xml: must be one of text, json (from t)" },
    };

    [Theory]
    [MemberData(nameof(BadValues))]
    public void Bad_value_is_named_with_what_is_allowed(string key, string value, string message)
    {
        Assert.Equal(message, Refused(reader => reader.Set(key, value, "t").Read()));
    }

    [Fact]
    public void Every_key_is_tried_with_a_bad_value()
    {
        Assert.Empty(new NodeOptionsReader().Keys.Except(BadValues.Select(row => (string)row[0])));
    }

    [Theory]
    [InlineData("memory.maxmemroy", "memory.maxmemroy = 1: unknown setting; did you mean memory.maxmemory? (from t)")]
    [InlineData("entirely.different.thing", "entirely.different.thing = 1: unknown setting (from t)")]
    public void Unknown_key_is_named_with_a_guess(string key, string message)
    {
        Assert.Equal(message, Refused(reader => reader.Set(key, "1", "t")));
    }

    [Fact]
    public void Later_layers_win()
    {
        var options = new NodeOptionsReader()
            .AddHocon("akkacache.memory { maxmemory = 1gb, max-items = 1 }\nakkacache.node.weight = 2", "file")
            .AddEnvironment([new("AKKACACHE_MEMORY_MAX_ITEMS", "2"), new("AKKACACHE_NODE_WEIGHT", "3"), new("PATH", "x")])
            .Set("akkacache.node.weight", "4", "--set")
            .Read();
        Assert.Equal((1L << 30, 2, 4), (options.Memory.MaxMemoryBytes, options.Memory.MaxItems, options.Node.Weight));
    }

    [Fact]
    public void Seeds_may_be_a_list_or_a_text_with_commas()
    {
        string[] expected = ["a:1", "10.0.0.2:65535"];
        Assert.Equal(expected, Seeds(reader => reader.AddHocon("""akkacache.cluster.seeds = ["a:1", "10.0.0.2:65535"]""", "t")));
        Assert.Equal(expected, Seeds(reader => reader.AddEnvironment([new("AKKACACHE_CLUSTER_SEEDS", "a:1, 10.0.0.2:65535")])));
        Assert.Equal(expected, Seeds(reader => reader.Set("cluster.seeds", expected, "--seed")));
        Assert.Empty(Seeds(reader => reader.AddHocon("akkacache.cluster.seeds = []", "t")));
    }

    [Theory]
    [InlineData("AKKACACHE_MEMORY_MAXMEMROY")]
    [InlineData("AKKACACHE_PORT_X")]
    public void Unknown_variable_of_ours_is_refused(string name)
    {
        Assert.Equal($"{name}: unknown setting in the environment", Refused(reader => reader.AddEnvironment([new(name, "1")])));
    }

    [Theory]
    [InlineData("AKKACACHE_CONFIG")]
    [InlineData("AKKACACHE_SERVICE_HOST")]
    [InlineData("AKKACACHE_SERVICE_PORT")]
    [InlineData("AKKACACHE_SERVICE_PORT_RESP")]
    [InlineData("AKKACACHE_PORT")]
    [InlineData("AKKACACHE_PORT_6379_TCP_ADDR")]
    public void Variables_that_kubernetes_gives_to_a_service_of_our_name_are_left_alone(string name)
    {
        new NodeOptionsReader().AddEnvironment([new(name, "tcp://10.0.0.1:6379")]).Read();
    }

    [Theory]
    [InlineData("akkacache { memory = 5 }", "t: memory = 5: unknown setting")]
    [InlineData("akkacash { memory { maxmemory = 5 } }", "t: akkacash: unknown section: must be akkacache or akka")]
    [InlineData("akkacache {\n memory {\n  maxmemory = 1gb\n", "t: not valid HOCON: what line 2 opens is not closed")]
    [InlineData("akkacache = 5", "t: akkacache: unknown section: must be akkacache or akka")]
    [InlineData("akkacache.memory { maxmemory = 1gb }, akkacache.node.weight = 2", "t: not valid HOCON: Unknown token")]
    public void File_that_is_not_ours_is_refused(string hocon, string start)
    {
        var message = Refused(reader => reader.AddHocon(hocon, "t").Read());
        Assert.True(message.StartsWith(start, StringComparison.Ordinal) || message.StartsWith(start["t: ".Length..], StringComparison.Ordinal), message);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Akka_settings_of_later_layers_win_and_keep_the_others()
    {
        var options = new NodeOptionsReader()
            .AddHocon("akka.cluster.sharding.retry-interval = 7 s", "file")
            .Set("akka.loglevel", "DEBUG", "--set")
            .Read();
        Assert.Equal(TimeSpan.FromSeconds(7), options.Akka.GetTimeSpan("akka.cluster.sharding.retry-interval"));
        Assert.Equal("DEBUG", options.AkkaLogLevel);
        Assert.Equal("ddata", options.Akka.GetString("akka.cluster.sharding.state-store-mode"));
    }

    [Fact]
    public void Strategy_of_split_brain_reaches_akka_unless_akka_is_told_itself()
    {
        const string active = "akka.cluster.split-brain-resolver.active-strategy";
        Assert.Equal("keep-majority", new NodeOptionsReader().Read().Akka.GetString(active));
        var quorum = new NodeOptionsReader().Set("cluster.split-brain", "static-quorum", "t").Set("cluster.quorum-size", "3", "t").Read();
        Assert.Equal("static-quorum", quorum.Akka.GetString(active));
        Assert.Equal(3, quorum.Akka.GetInt("akka.cluster.split-brain-resolver.static-quorum.quorum-size"));
        Assert.Equal("down-all", new NodeOptionsReader().Set(active, "down-all", "t").Read().Akka.GetString(active));
    }

    [Fact]
    public void Static_quorum_without_a_size_is_refused()
    {
        Assert.Equal(
            "cluster.quorum-size = 0: must be 1 to 1024 with cluster.split-brain = static-quorum",
            Refused(reader => reader.Set("cluster.split-brain", "static-quorum", "t").Read()));
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("2", 2)]
    [InlineData("5", 2)]
    public void Least_in_sync_set_is_two_or_all_there_can_be(string factor, int expected)
    {
        Assert.Equal(expected, new NodeOptionsReader().Set("replication.factor", factor, "t").Read().Replication.MinInSync);
    }

    [Fact]
    public void Password_is_not_shown()
    {
        Assert.DoesNotContain("geheim", Refused(reader => reader.Set("security.requirepass", new string('x', 600) + "geheim", "t").Read()), StringComparison.Ordinal);
    }

    [Fact]
    public void Off_closes_a_door()
    {
        var options = new NodeOptionsReader().Set("doors.resp.port", "off", "t").Set("doors.http.port", "OFF", "t").Set("doors.client.port", "4054", "t").Read();
        Assert.True(options.Resp.Port.IsClosed);
        Assert.True(options.OtherDoors.Http.IsClosed);
        Assert.False(options.OtherDoors.Client.IsClosed);
    }

    [Fact]
    public void Bind_is_host_unless_it_is_given()
    {
        var same = new NodeOptionsReader().Set("node.host", "10.1.2.3", "t").Read();
        Assert.Equal(("10.1.2.3", "10.1.2.3", "127.0.0.1"), (same.Node.Bind, same.Resp.Bind, same.OtherDoors.HttpBind));
        var own = new NodeOptionsReader().Set("node.host", "10.1.2.3", "t").Set("node.bind", "0.0.0.0", "t").Set("doors.resp.bind", "::1", "t").Read();
        Assert.Equal(("0.0.0.0", "::1"), (own.Node.Bind, own.Resp.Bind));
    }

    private static IEnumerable<string> Seeds(Func<NodeOptionsReader, NodeOptionsReader> add) => add(new NodeOptionsReader()).Read().Cluster.Seeds.Select(seed => seed.ToString());

    private static string Refused(Func<NodeOptionsReader, object> read) => Assert.Throws<SettingException>(() => read(new NodeOptionsReader())).Message;
}
