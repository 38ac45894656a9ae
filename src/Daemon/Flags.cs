namespace AkkaCache.Daemon;

/// <summary>The flags of the command line, taken apart; values are checked where settings are.</summary>
internal sealed class Flags
{
    /// <summary>Short forms of settings.</summary>
    public static readonly IReadOnlyDictionary<string, string> Keys = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["--name"] = "node.name",
        ["--host"] = "node.host",
        ["--bind"] = "node.bind",
        ["--zone"] = "node.zone",
        ["--profile"] = "cluster.profile",
        ["--resp-port"] = "doors.resp.port",
        ["--akka-port"] = "doors.akka.port",
        ["--client-port"] = "doors.client.port",
        ["--http-port"] = "doors.http.port",
        ["--maxmemory"] = "memory.maxmemory",
        ["--maxmemory-policy"] = "memory.policy",
        ["--replication"] = "replication.mode",
        ["--replicas"] = "replication.factor",
    };

    private readonly List<(string Key, string Text, string Origin)> _settings = [];
    private readonly List<string> _seeds = [];

    public bool Help { get; private set; }

    public bool Version { get; private set; }

    /// <summary>The file of --config, null when not given.</summary>
    public string? ConfigFile { get; private set; }

    /// <summary>Settings in the order given, with the flag that set them.</summary>
    public IReadOnlyList<(string Key, string Text, string Origin)> Settings => _settings;

    public IReadOnlyList<string> Seeds => _seeds;

    /// <summary>Takes <c>--flag value</c> and <c>--flag=value</c>.</summary>
    /// <exception cref="FlagException">A flag is unknown or lacks its value.</exception>
    public static Flags Parse(IReadOnlyList<string> arguments)
    {
        var flags = new Flags();
        for (var i = 0; i < arguments.Count; i++)
        {
            var (flag, value) = Split(arguments[i]);
            switch (flag)
            {
                case "--help" or "-h" or "-?":
                    flags.Help = true;
                    continue;
                case "--version" or "-v":
                    flags.Version = true;
                    continue;
            }
            if (!Keys.ContainsKey(flag) && flag is not ("--config" or "--set" or "--seed")) throw new FlagException($"{flag}: unknown flag; see --help");
            if (value is null && ++i == arguments.Count) throw new FlagException($"{flag}: needs a value; see --help");
            flags.Take(flag, value ?? arguments[i]);
        }
        return flags;
    }

    private void Take(string flag, string value)
    {
        switch (flag)
        {
            case "--config":
                ConfigFile = value;
                break;
            case "--seed":
                _seeds.Add(value);
                break;
            case "--set":
                var equals = value.IndexOf('=');
                if (equals <= 0) throw new FlagException($"--set {value}: must be KEY=VALUE");
                _settings.Add((value[..equals].Trim(), value[(equals + 1)..].Trim(), "--set"));
                break;
            default:
                _settings.Add((Keys[flag], value, flag));
                break;
        }
    }

    private static (string Flag, string? Value) Split(string argument)
    {
        var equals = argument.IndexOf('=');
        return equals > 0 && argument.StartsWith("--", StringComparison.Ordinal) ? (argument[..equals], argument[(equals + 1)..]) : (argument, null);
    }
}

/// <summary>A flag that cannot be used. The message is one line.</summary>
internal sealed class FlagException(string message) : Exception(message);
