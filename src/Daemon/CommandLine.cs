using AkkaCache.Node.Doors;
using AkkaCache.Node.Hosting;
using AkkaCache.Node.Hosting.Settings;

namespace AkkaCache.Daemon;

/// <summary>From arguments to an exit code. Every mistake of the operator's is one line on standard error.</summary>
internal static class CommandLine
{
    public static async Task<int> Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        try
        {
            switch (arguments.Count > 0 ? arguments[0] : "")
            {
                case "health":
                    return await HealthVerb.Run(ReadOptions(Flags.Parse([.. arguments.Skip(1)])), output);
                case "replay":
                    return await ReplayVerb.Run([.. arguments.Skip(1)], output);
                case "journal":
                    return await JournalVerb.Run([.. arguments.Skip(1)], output);
                case "reference":
                    await output.WriteAsync(Reference([.. arguments.Skip(1)]));
                    return ExitCode.Ok;
            }
            var flags = Flags.Parse(arguments);
            if (flags.Help)
            {
                await output.WriteLineAsync(HelpText.Text);
                return ExitCode.Ok;
            }
            if (flags.Version)
            {
                await output.WriteLineAsync($"akkacached {NodeVersion.Text}");
                return ExitCode.Ok;
            }
            return await NodeProcess.Run(ReadOptions(flags), output);
        }
        catch (Exception e) when (e is FlagException or SettingException or DoorException)
        {
            await error.WriteLineAsync($"akkacached: {e.Message}");
            return ExitCode.Failed;
        }
    }

    private static string Reference(string[] names)
    {
        if (names.Length == 0) return NodeOptionsReader.ReferenceText();
        foreach (var profile in Enum.GetValues<ClusterProfile>())
        {
            if (names.Length == 1 && names[0].Equals(profile.ToString(), StringComparison.OrdinalIgnoreCase)) return NodeOptionsReader.ProfileText(profile);
        }
        throw new FlagException($"{names[0]}: `reference` takes nothing behind it but the name of a profile; see --help");
    }

    internal static NodeOptions ReadOptions(Flags flags)
    {
        var reader = new NodeOptionsReader();
        var file = flags.ConfigFile ?? Environment.GetEnvironmentVariable(EnvironmentLayer.ConfigFileVariable);
        if (!string.IsNullOrEmpty(file)) reader.AddFile(file);
        reader.AddEnvironment(EnvironmentVariables());
        foreach (var (key, text, origin) in flags.Settings) reader.Set(key, text, origin);
        if (flags.Seeds.Count > 0) reader.Set("cluster.seeds", flags.Seeds, "--seed");
        return reader.Read();
    }

    private static IEnumerable<KeyValuePair<string, string>> EnvironmentVariables()
    {
        foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables())
            yield return new((string)variable.Key, (string?)variable.Value ?? "");
    }
}
