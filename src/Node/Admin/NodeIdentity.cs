using System.Security.Cryptography;

namespace AkkaCache.Node.Admin;

/// <summary>Who the node is and where it listens, for INFO and HELLO. Filled in by the host; the doors once they are open.</summary>
public sealed class NodeIdentity
{
    /// <summary>The Redis whose behaviour is followed.</summary>
    public const string RedisVersion = "7.0.15";

    public NodeIdentity(string version) => Version = version;

    /// <summary>Empty until the host has chosen it.</summary>
    public string Name { get; set; } = "";

    public string Version { get; }

    /// <summary>Different in each run: tells monitoring that the process is a new one.</summary>
    public string RunId { get; } = RandomNumberGenerator.GetHexString(40, lowercase: true);

    /// <summary>The RESP door's port, 0 while it is closed.</summary>
    public int RespPort { get; set; }

    /// <summary>Each door's name and where it listens.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Doors { get; set; } = [];

    /// <summary>The full path of the file given by --config, empty when none.</summary>
    public string ConfigurationFile { get; set; } = "";
}
