using System.Globalization;
using AkkaCache.Node.Replicas;

namespace AkkaCache.Daemon;

/// <summary><c>akkacached journal FILE PARTITION</c>: what a journal of replication tells of one partition.</summary>
internal static class JournalVerb
{
    public static async Task<int> Run(string[] arguments, TextWriter output)
    {
        if (arguments.Length != 2 || !int.TryParse(arguments[1], NumberStyles.None, CultureInfo.InvariantCulture, out var partition))
            throw new FlagException("journal: takes the name of a file and the number of a partition; see --help");
        if (JournalFile.TryList(arguments[0], partition, output, out var error)) return ExitCode.Ok;
        await output.WriteLineAsync(error);
        return ExitCode.Failed;
    }
}
