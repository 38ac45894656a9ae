using AkkaCache.Commands.Execution;
using AkkaCache.Node.Admin.Settings;
using AkkaCache.Node.Sessions;

namespace AkkaCache.Node.Admin;

/// <summary>CONFIG GET and SET over the node's settings. What is changed here lasts until the node stops.</summary>
public sealed class NodeConfiguration : INodeConfiguration
{
    /// <summary>As in hocon/akkacache.conf.</summary>
    private const long MostConnections = 1_000_000;
    private const long MostItems = 4_000_000_000;
    private const int MostKeyBytes = 512 * 1024 * 1024;
    private const int MostBoards = 2_000_000_000;
    private const int MostPasswordCharacters = 512;

    /// <summary>3650 days.</summary>
    private const long LongestTtlMs = 3650L * 24 * 3600 * 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Setting> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Setting> _all = [];

    /// <param name="atStart">Settings under Redis's names that cannot change while the node runs: port, bind, proto-max-bulk-len …</param>
    public NodeConfiguration(DataSettings data, SessionSettings sessions, IEnumerable<KeyValuePair<string, string>> atStart)
    {
        Add(SettingKinds.Bytes("maxmemory", () => data.MaxMemoryBytes, value => data.MaxMemoryBytes = value));
        Add(SettingKinds.Policy("maxmemory-policy", () => data.Policy, value => data.Policy = value));
        Add(SettingKinds.Integer("max-items", 0, MostItems, () => data.MaxItems, value => data.MaxItems = value));
        Add(SettingKinds.Integer("max-key-bytes", 0, MostKeyBytes, () => data.MaxKeyBytes, value => data.MaxKeyBytes = (int)value));
        Add(SettingKinds.Integer("default-ttl", 0, LongestTtlMs, () => data.DefaultTtlMs, value => data.DefaultTtlMs = value));
        Add(SettingKinds.Integer("board-ttl", 0, LongestTtlMs, () => data.BoardTtlMs, value => data.BoardTtlMs = value));
        Add(SettingKinds.Integer("max-boards", 0, MostBoards, () => data.MaxBoards, value => data.MaxBoards = (int)value));
        Add(SettingKinds.Integer("max-board-members", 0, MostBoards, () => data.MaxBoardMembers, value => data.MaxBoardMembers = (int)value));
        Add(SettingKinds.YesNo("metrics", () => data.Metrics, value => data.Metrics = value));
        Add(SettingKinds.YesNo("board-metrics", () => data.BoardMetrics, value => data.BoardMetrics = value));
        Add(SettingKinds.Integer("maxclients", 1, MostConnections, () => sessions.MaxConnections, value => sessions.MaxConnections = (int)value));
        Add(SettingKinds.Integer("timeout", 0, int.MaxValue, () => sessions.IdleTimeoutSeconds, value => sessions.IdleTimeoutSeconds = (int)value));
        Add(SettingKinds.Text("requirepass", MostPasswordCharacters, () => sessions.Password, value => sessions.Password = value));
        // redis-benchmark and client libraries ask for these when they connect.
        Add(SettingKinds.Only("save", ""));
        Add(SettingKinds.Only("appendonly", "no"));
        Add(SettingKinds.AtStart("databases", "1"));
        foreach (var (name, value) in atStart) Add(SettingKinds.AtStart(name, value));
    }

    public IEnumerable<KeyValuePair<string, string>> All
    {
        get
        {
            foreach (var setting in _all) yield return new(setting.Name, setting.Read());
        }
    }

    public ConfigurationFault? TrySet(IReadOnlyList<KeyValuePair<string, string>> settings)
    {
        lock (_lock)
        {
            var changes = new List<Action>();
            return Check(settings, changes) ?? Apply(changes);
        }
    }

    private ConfigurationFault? Check(IReadOnlyList<KeyValuePair<string, string>> settings, List<Action> changes)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, _) in settings)
        {
            if (!_byName.ContainsKey(name)) return new ConfigurationFault(name, null);
            if (!seen.Add(name)) return new ConfigurationFault(_byName[name].Name, "duplicate parameter");
        }
        foreach (var (name, text) in settings)
        {
            var setting = _byName[name];
            var change = setting.Check(text);
            if (change.Apply is null) return new ConfigurationFault(setting.Name, change.Fault);
            changes.Add(change.Apply);
        }
        return null;
    }

    private static ConfigurationFault? Apply(List<Action> changes)
    {
        foreach (var change in changes) change();
        return null;
    }

    private void Add(Setting setting)
    {
        _byName.Add(setting.Name, setting);
        _all.Add(setting);
    }
}
