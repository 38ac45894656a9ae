namespace AkkaCache.Commands.Execution;

/// <summary>How a lone node is told to join a cluster: CLUSTER MEET.</summary>
public interface IMeeting
{
    /// <summary>Ends this life of the node, and begins one that joins the member at the address. Null: it will; otherwise why not, in words for an error.</summary>
    string? Meet(string host, int akkaPort);
}

/// <summary>A node that stays alone.</summary>
public sealed class NoMeeting : IMeeting
{
    public static readonly NoMeeting Instance = new();

    private NoMeeting()
    {
    }

    public string? Meet(string host, int akkaPort) => "this node cannot join a cluster while it runs: start it with --seed";
}
