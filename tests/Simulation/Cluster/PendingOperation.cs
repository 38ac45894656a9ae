using AkkaCache.Replication.Register;
using AkkaCache.Testing.Linearizability;

namespace AkkaCache.Simulation.Tests.Cluster;

/// <summary>A client's command on its way through a node.</summary>
internal sealed class PendingOperation(int client, int partition, string key, StringCall call)
{
    public int Client { get; } = client;
    public int Partition { get; } = partition;
    public string Key { get; } = key;
    public StringCall Call { get; } = call;
    public long Called { get; set; }
    public long? Returned { get; set; }
    public string? Output { get; set; }

    /// <summary>Where it was executed: its effect's position, or the position that a read saw.</summary>
    public Epoch Epoch { get; set; }
    public long Index { get; set; }
    public bool IsWrite => Call.Command != StringCommand.Get;
    /// <summary>It changed something.</summary>
    public bool HasEffect { get; set; }
    public bool IsAnswered => Returned is not null;

    /// <summary>It was not executed, and never will be.</summary>
    public bool IsRefused { get; set; }

    /// <summary>The client waits no longer.</summary>
    public bool IsGivenUp { get; set; }

    public StringOperation ToOperation() => new(Client, Call, Output, Called, Returned);

    public override string ToString() => $"client {Client} {Key} {Call} -> {(IsAnswered ? Output ?? "nil" : "?")} at {Epoch}/{Index}";
}
