using AkkaCache.Node.Replicas;

namespace AkkaCache.Daemon;

/// <summary><c>akkacached replay FILE</c>: plays a journal of replication back through this build's rules, and says where they part from it.</summary>
internal static class ReplayVerb
{
    public static async Task<int> Run(string[] arguments, TextWriter output)
    {
        if (arguments.Length != 1) throw new FlagException("replay: takes the name of one file; see --help");
        var isEqual = JournalFile.TryPlay(arguments[0], out var text);
        await output.WriteLineAsync(text);
        return isEqual ? ExitCode.Ok : ExitCode.Failed;
    }
}
