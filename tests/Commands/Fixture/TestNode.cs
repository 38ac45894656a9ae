using System.Text;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;

namespace AkkaCache.Commands.Tests.Fixture;

/// <summary>A node that only has a table and a seeded source of chance; facts, settings and clients are empty.</summary>
public sealed class TestNode(CommandTable table) : INode, INodeFacts, INodeConfiguration, IClientRegistry, IChannelDirectory
{
    public CommandTable Table => table;
    public INodeFacts Facts => this;

    public NodeRole Role { get; set; } = new(0, []);
    public INodeConfiguration Configuration => this;
    public IClientRegistry Clients => this;
    public IChannelDirectory Channels => this;
    public IClusterView Cluster { get; set; } = NoCluster.Instance;
    public IEverywhere Everywhere { get; set; } = NobodyElse.Instance;
    public IMeeting Meeting { get; set; } = NoMeeting.Instance;
    public Random Random { get; } = new(1);
    public Dictionary<string, string> Settings { get; } = [];
    public string Password { get; set; } = "";
    public List<TestClient> Connected { get; } = [];
    public Dictionary<string, int> Audience { get; } = [];

    /// <summary>Times that the statistics were reset.</summary>
    public int Resets { get; private set; }
    public List<string> Published { get; } = [];

    /// <summary>How each partition was flushed: true for "later".</summary>
    public List<bool> Flushes { get; } = [];

    public void Flush(PartitionSpace space, bool later)
    {
        Flushes.Add(later);
        space.Store.Clear().Dispose();
    }

    /// <summary>Times that somebody ended the node.</summary>
    public int Ends { get; private set; }

    public void End(long asker) => Ends++;

    public int Publish(ReadOnlySpan<byte> channel, ReadOnlySpan<byte> message)
    {
        Published.Add($"{Encoding.Latin1.GetString(channel)}: {Encoding.Latin1.GetString(message)}");
        return Audience.GetValueOrDefault(Encoding.Latin1.GetString(channel));
    }

    public bool RequiresPassword => Password.Length > 0;

    public bool Authenticate(ReadOnlySpan<byte> user, ReadOnlySpan<byte> password) =>
        user.SequenceEqual("default"u8) && (Password.Length == 0 || Encoding.Latin1.GetString(password) == Password);

    string INodeFacts.Name => "test";
    string INodeFacts.Version => "0.0.0";
    string INodeFacts.RedisVersion => "7.0.15";
    long INodeFacts.UnixTimeMicroseconds => (CommandBench.StartMs * 1000) + 42;
    NodeRole INodeFacts.Role => Role;
    IReadOnlyList<string> INodeFacts.DefaultSections => ["server", "keyspace"];
    IReadOnlyList<string> INodeFacts.AllSections => ["server", "commandstats", "keyspace"];
    void INodeFacts.AppendSection(string section, StringBuilder text) => text.Append("# ").Append(section).Append("\r\n");
    void INodeFacts.ResetStatistics() => Resets++;

    IEnumerable<KeyValuePair<string, string>> INodeConfiguration.All => Settings;

    ConfigurationFault? INodeConfiguration.TrySet(IReadOnlyList<KeyValuePair<string, string>> settings)
    {
        foreach (var (name, value) in settings)
        {
            if (!Settings.ContainsKey(name)) return new ConfigurationFault(name, null);
            if (value == "bad") return new ConfigurationFault(name, "argument is bad");
        }
        foreach (var (name, value) in settings) Settings[name] = value;
        return null;
    }

    int IClientRegistry.Count => Connected.Count;

    void IClientRegistry.AppendList(StringBuilder text, Func<IClientFacts, bool> filter)
    {
        foreach (var client in Connected.Where(filter).Cast<TestClient>()) text.Append("id=").Append(client.Id).Append('\n');
    }

    void IClientRegistry.AppendLine(StringBuilder text, long id)
    {
        if (Connected.Any(client => client.Id == id)) text.Append("id=").Append(id).Append('\n');
    }

    int IClientRegistry.Kill(Func<IClientFacts, bool> filter) => Connected.RemoveAll(client => filter(client));

    IReadOnlyCollection<byte[]> IChannelDirectory.Active => [.. Audience.Keys.Select(Encoding.Latin1.GetBytes)];
    int IChannelDirectory.SubscribersOf(ReadOnlySpan<byte> channel) => Audience.GetValueOrDefault(Encoding.Latin1.GetString(channel));
    int IChannelDirectory.PatternCount => 3;
}

/// <summary>Somebody else's connection.</summary>
public sealed record TestClient(long Id, string Address, string LocalAddress = "127.0.0.1:6379", string Type = "normal") : IClientFacts
{
    public string User => "default";
    public long AgeSeconds => 0;
}
