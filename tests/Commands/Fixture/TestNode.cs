using System.Text;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;

namespace AkkaCache.Commands.Tests.Fixture;

/// <summary>A node that only has a table and a seeded source of chance; facts, settings and clients are empty.</summary>
public sealed class TestNode(CommandTable table) : INode, INodeFacts, INodeConfiguration, IClientRegistry
{
    public CommandTable Table => table;
    public INodeFacts Facts => this;
    public INodeConfiguration Configuration => this;
    public IClientRegistry Clients => this;
    public Random Random { get; } = new(1);
    public Dictionary<string, string> Settings { get; } = [];
    public string Password { get; set; } = "";
    public List<string> Published { get; } = [];

    /// <summary>How each partition was flushed: true for "later".</summary>
    public List<bool> Flushes { get; } = [];

    public void Flush(PartitionSpace space, bool later)
    {
        Flushes.Add(later);
        space.Store.Clear().Dispose();
    }

    public int Publish(ReadOnlySpan<byte> channel, ReadOnlySpan<byte> message)
    {
        Published.Add($"{Encoding.Latin1.GetString(channel)}: {Encoding.Latin1.GetString(message)}");
        return 0;
    }

    public bool RequiresPassword => Password.Length > 0;

    public bool Authenticate(ReadOnlySpan<byte> user, ReadOnlySpan<byte> password) =>
        user.SequenceEqual("default"u8) && Encoding.Latin1.GetString(password) == Password;

    string INodeFacts.Name => "test";
    string INodeFacts.Version => "0.0.0";
    string INodeFacts.RedisVersion => "7.0.15";
    IReadOnlyList<string> INodeFacts.DefaultSections => ["server"];
    IReadOnlyList<string> INodeFacts.AllSections => ["server"];
    void INodeFacts.AppendSection(string section, StringBuilder text) => text.Append("# ").Append(section).Append("\r\n");
    void INodeFacts.ResetStatistics() { }

    IEnumerable<KeyValuePair<string, string>> INodeConfiguration.All => Settings;
    bool INodeConfiguration.IsKnown(string name) => Settings.ContainsKey(name);

    string? INodeConfiguration.TrySet(string name, string value)
    {
        if (!Settings.ContainsKey(name)) return "unknown";
        Settings[name] = value;
        return null;
    }

    int IClientRegistry.Count => 0;
    void IClientRegistry.AppendList(StringBuilder text, Func<IClientFacts, bool> filter) { }
    int IClientRegistry.Kill(Func<IClientFacts, bool> filter) => 0;
}
