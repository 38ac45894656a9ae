using System.Text;
using AkkaCache.Commands.Arguments;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.Server;

/// <summary>CONFIG: reads and changes the node's settings while it runs.</summary>
internal static class ConfigCommands
{
    private const CommandFlags Flags = CommandFlags.Admin | CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale;

    /// <summary>Refuses bytes that are no UTF-8 instead of replacing them: a password must not change on its way in.</summary>
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private static readonly string[] HelpLines =
    [
        "GET <pattern> [<pattern> ...]", "    Settings whose names match, with their values.",
        "SET <name> <value> [<name> <value> ...]", "    Changes settings, all of them or none.",
        "RESETSTAT", "    Counters of INFO begin at zero again.",
        "REWRITE", "    Refused: the node never writes its configuration file.",
    ];

    public static IEnumerable<CommandDescriptor> Rows =>
    [
        new("config", -2, CommandFlags.None, KeyPositions.None, SubcommandRouter.Execute)
        {
            Group = "server", Since = "2.0.0", Complexity = "Depends on the subcommand.",
            Summary = "Settings of the running node.",
            Differences = "Settings that have no meaning here are unknown; those there are stand below.",
            Subcommands =
            [
                new("config|get", -3, Flags, KeyPositions.None, Get)
                {
                    Group = "server", Since = "2.0.0", Complexity = "O(N), N = settings", Syntax = "parameter [parameter ...]",
                    Summary = "Answers the settings whose names match.",
                },
                new("config|help", 2, CommandFlags.Loading | CommandFlags.Stale, KeyPositions.None, Help)
                {
                    Group = "server", Since = "5.0.0", Complexity = "O(1)", Summary = "Shows the subcommands.",
                },
                new("config|resetstat", 2, Flags, KeyPositions.None, ResetStatistics)
                {
                    Group = "server", Since = "2.0.0", Complexity = "O(1)", Summary = "Sets the counters of INFO back to zero.",
                },
                new("config|rewrite", 2, Flags, KeyPositions.None, Rewrite)
                {
                    Group = "server", Since = "2.8.0", Complexity = "O(1)", Summary = "Refused: the node never writes its configuration file.",
                },
                new("config|set", -4, Flags, KeyPositions.None, Set)
                {
                    Group = "server", Since = "2.0.0", Complexity = "O(N), N = settings given", Syntax = "parameter value [parameter value ...]",
                    Summary = "Changes settings, all of them or none.",
                    Tips = ["request_policy:all_nodes", "response_policy:all_succeeded"],
                },
            ],
        },
    ];

    private static void Help(ref CommandContext context) => TextReply.Help(context.Reply, "CONFIG", HelpLines);

    private static void Get(ref CommandContext context)
    {
        var found = new List<KeyValuePair<string, string>>();
        foreach (var setting in context.Node.Configuration.All)
        {
            if (MatchesAny(ref context, setting.Key)) found.Add(setting);
        }
        context.Reply.MapHeader(found.Count);
        foreach (var (name, value) in found)
        {
            TextReply.Bulk(context.Reply, name);
            TextReply.Bulk(context.Reply, value);
        }
    }

    private static bool MatchesAny(ref CommandContext context, string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        for (var i = 2; i < context.Args.Count; i++)
        {
            if (GlobPattern.Matches(context.Args[i], bytes, ignoreCase: true)) return true;
        }
        return false;
    }

    private static void Set(ref CommandContext context)
    {
        var args = context.Args;
        if (args.Count % 2 != 0)
        {
            context.Reply.Error(ErrorText.Syntax);
            return;
        }
        var settings = new List<KeyValuePair<string, string>>();
        for (var i = 2; i < args.Count; i += 2)
        {
            var name = Encoding.UTF8.GetString(args[i]);
            if (!TryDecode(args[i + 1], out var value))
            {
                Refuse(ref context, new ConfigurationFault(name, "argument must be UTF-8 text"));
                return;
            }
            settings.Add(new(name, value));
        }
        var fault = context.Node.Configuration.TrySet(settings);
        if (fault is null) context.Reply.Ok();
        else Refuse(ref context, fault);
    }

    private static bool TryDecode(ReadOnlySpan<byte> bytes, out string text)
    {
        try
        {
            text = StrictUtf8.GetString(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            text = "";
            return false;
        }
    }

    private static void Refuse(ref CommandContext context, ConfigurationFault fault)
    {
        if (fault.Reason is null) ErrorText.UnknownConfigOption(context.Reply, Encoding.UTF8.GetBytes(fault.Name));
        else TextReply.Error(context.Reply, $"ERR CONFIG SET failed (possibly related to argument '{fault.Name}') - {fault.Reason}");
    }

    private static void ResetStatistics(ref CommandContext context)
    {
        context.Node.Facts.ResetStatistics();
        context.Reply.Ok();
    }

    private static void Rewrite(ref CommandContext context) => context.Reply.Error("ERR Rewriting the configuration file is not supported by this server"u8);
}
