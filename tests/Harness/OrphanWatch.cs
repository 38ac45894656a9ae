using System.Diagnostics;

namespace AkkaCache.Testing;

/// <summary>Ends what a test run has started and could not end itself: a shell that outlives us for a moment and kills what is still on its list.</summary>
/// <remarks>
/// The kernel closes our end of its input whatever way we go, also by SIGKILL. A process that ends while we live is taken off the list,
/// so that whoever gets its number afterwards is safe. PR_SET_PDEATHSIG would not do: it fires when the thread ends that started the child.
/// </remarks>
internal static class OrphanWatch
{
    private const string Script =
        """
        trap '' INT TERM HUP
        exec >/dev/null 2>&1
        list=' '
        while read -r line; do
          number=${line#?}
          case $line in
            +*) list="$list$number " ;;
            -*) list="${list%% $number *} ${list#* $number }" ;;
          esac
        done
        kill -KILL $list
        """;

    private static readonly Lock Guard = new();
    private static readonly HashSet<int> Watched = [];
    private static Process? _shell;

    /// <summary>Starts a process and watches it until it has ended or is released.</summary>
    public static void Start(Process process)
    {
        var id = 0;
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => Release(id);
        lock (Guard)
        {
            _shell ??= StartShell();
            process.Start();
            id = process.Id;
            Watched.Add(id);
            _shell.StandardInput.WriteLine($"+{id}");
        }
        // It may have ended before its number was known.
        if (process.HasExited) Release(id);
    }

    /// <summary>Whoever has seen a process end says so before it forgets the process: then no event comes any more.</summary>
    public static void Release(int id)
    {
        lock (Guard)
        {
            if (Watched.Remove(id)) _shell!.StandardInput.WriteLine($"-{id}");
        }
    }

    internal static Process StartShell()
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, UseShellExecute = false };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(Script);
        return Process.Start(start)!;
    }
}
