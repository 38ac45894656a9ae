using AkkaCache.Commands.Arguments;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;

namespace AkkaCache.Commands.PubSub;

/// <summary>SUBSCRIBE and its kin, PUBLISH, PUBSUB.</summary>
/// <remarks>A subscription is confirmed by one push per channel, in the place of a reply; so these handlers write as many as there are names.</remarks>
public static class PubSubCommands
{
    private const CommandFlags Asking = CommandFlags.PubSub | CommandFlags.Loading | CommandFlags.Stale;
    private const CommandFlags Changing = Asking | CommandFlags.NoScript | CommandFlags.WhileSubscribed;

    private static readonly string[] HelpLines =
    [
        "CHANNELS [<pattern>]", "    Channels that have subscribers, all or those that match.",
        "NUMPAT", "    Distinct patterns that are subscribed to.",
        "NUMSUB [<channel> ...]", "    Subscribers of each channel, not counting patterns.",
    ];

    public static IEnumerable<CommandDescriptor> Rows =>
    [
        new("subscribe", -2, Changing, KeyPositions.None, Subscribe)
        {
            Group = "pubsub", Since = "2.0.0", Complexity = "O(N), N = channels", Syntax = "channel [channel ...]",
            Summary = "Listens to channels.",
        },
        new("unsubscribe", -1, Changing, KeyPositions.None, Unsubscribe)
        {
            Group = "pubsub", Since = "2.0.0", Complexity = "O(N), N = channels", Syntax = "[channel [channel ...]]",
            Summary = "Stops listening to channels, or to all.",
        },
        new("psubscribe", -2, Changing, KeyPositions.None, PatternSubscribe)
        {
            Group = "pubsub", Since = "2.0.0", Complexity = "O(N), N = patterns", Syntax = "pattern [pattern ...]",
            Summary = "Listens to all channels whose names match.",
        },
        new("punsubscribe", -1, Changing, KeyPositions.None, PatternUnsubscribe)
        {
            Group = "pubsub", Since = "2.0.0", Complexity = "O(N), N = patterns", Syntax = "[pattern [pattern ...]]",
            Summary = "Stops listening to patterns, or to all.",
        },
        new("publish", 3, Asking | CommandFlags.Fast, KeyPositions.None, Publish)
        {
            Group = "pubsub", Since = "2.0.0", Complexity = "O(N + M), N = subscribers of the channel, M = patterns of all", Syntax = "channel message",
            Summary = "Sends a message to everybody who listens to a channel.",
            Differences = "Reaches the subscribers of all nodes, those of the others at most once; the reply counts those of this node, as in Redis Cluster. A message to the publishing connection itself comes right behind the reply, as since Redis 7.2; "
                + "7.0 sends it before the reply, and for EXEC in the middle of its array.",
        },
        new("pubsub", -2, CommandFlags.None, KeyPositions.None, SubcommandRouter.Execute)
        {
            Group = "pubsub", Since = "2.8.0", Complexity = "Depends on the subcommand.",
            Summary = "Who listens to what.",
            Differences = "Speaks of this node's clients, as in Redis Cluster. No SHARDCHANNELS and SHARDNUMSUB.",
            Subcommands =
            [
                new("pubsub|channels", -2, Asking, KeyPositions.None, Channels)
                {
                    Group = "pubsub", Since = "2.8.0", Complexity = "O(N), N = channels", Syntax = "[pattern]",
                    Summary = "Lists the channels that have subscribers.",
                },
                new("pubsub|help", 2, CommandFlags.Loading | CommandFlags.Stale, KeyPositions.None, Help)
                {
                    Group = "pubsub", Since = "6.2.0", Complexity = "O(1)", Summary = "Shows the subcommands.",
                },
                new("pubsub|numpat", 2, Asking, KeyPositions.None, PatternCount)
                {
                    Group = "pubsub", Since = "2.8.0", Complexity = "O(1)", Summary = "Counts the distinct patterns that are subscribed to.",
                },
                new("pubsub|numsub", -2, Asking, KeyPositions.None, SubscriberCounts)
                {
                    Group = "pubsub", Since = "2.8.0", Complexity = "O(N), N = channels asked for", Syntax = "[channel [channel ...]]",
                    Summary = "Counts the subscribers of channels.",
                },
            ],
        },
    ];

    private static void Subscribe(ref CommandContext context)
    {
        for (var i = 1; i < context.Args.Count; i++)
        {
            context.Session.Subscribe(context.Args[i]);
            Confirm(ref context, "subscribe"u8, context.Args[i]);
        }
    }

    private static void PatternSubscribe(ref CommandContext context)
    {
        for (var i = 1; i < context.Args.Count; i++)
        {
            context.Session.SubscribePattern(context.Args[i]);
            Confirm(ref context, "psubscribe"u8, context.Args[i]);
        }
    }

    private static void Unsubscribe(ref CommandContext context)
    {
        for (var i = 1; i < context.Args.Count; i++)
        {
            context.Session.Unsubscribe(context.Args[i]);
            Confirm(ref context, "unsubscribe"u8, context.Args[i]);
        }
        if (context.Args.Count > 1) return;
        byte[][] all = [.. context.Session.Channels];
        foreach (var channel in all)
        {
            context.Session.Unsubscribe(channel);
            Confirm(ref context, "unsubscribe"u8, channel);
        }
        if (all.Length == 0) ConfirmNothing(ref context, "unsubscribe"u8);
    }

    private static void PatternUnsubscribe(ref CommandContext context)
    {
        for (var i = 1; i < context.Args.Count; i++)
        {
            context.Session.UnsubscribePattern(context.Args[i]);
            Confirm(ref context, "punsubscribe"u8, context.Args[i]);
        }
        if (context.Args.Count > 1) return;
        byte[][] all = [.. context.Session.Patterns];
        foreach (var pattern in all)
        {
            context.Session.UnsubscribePattern(pattern);
            Confirm(ref context, "punsubscribe"u8, pattern);
        }
        if (all.Length == 0) ConfirmNothing(ref context, "punsubscribe"u8);
    }

    private static void Publish(ref CommandContext context)
        => context.Reply.Integer(context.Node.Publish(context.Args[1], context.Args[2]));

    private static void Help(ref CommandContext context) => TextReply.Help(context.Reply, "PUBSUB", HelpLines);

    private static void PatternCount(ref CommandContext context) => context.Reply.Integer(context.Node.Channels.PatternCount);

    private static void SubscriberCounts(ref CommandContext context)
    {
        var args = context.Args;
        context.Reply.ArrayHeader((args.Count - 2) * 2);
        for (var i = 2; i < args.Count; i++)
        {
            context.Reply.Bulk(args[i]);
            context.Reply.Integer(context.Node.Channels.SubscribersOf(args[i]));
        }
    }

    private static void Channels(ref CommandContext context)
    {
        if (context.Args.Count > 3)
        {
            context.Reply.Error(TooManyArguments(context.Args[1]));
            return;
        }
        var found = new List<byte[]>();
        foreach (var channel in context.Node.Channels.Active)
        {
            if (context.Args.Count == 2 || GlobPattern.Matches(context.Args[2], channel)) found.Add(channel);
        }
        context.Reply.ArrayHeader(found.Count);
        foreach (var channel in found) context.Reply.Bulk(channel);
    }

    private static byte[] TooManyArguments(ReadOnlySpan<byte> subcommand)
        => [.. "ERR unknown subcommand or wrong number of arguments for '"u8, .. subcommand, .. "'. Try PUBSUB HELP."u8];

    private static void Confirm(ref CommandContext context, scoped ReadOnlySpan<byte> what, scoped ReadOnlySpan<byte> name)
    {
        context.Reply.PushHeader(3);
        context.Reply.Bulk(what);
        context.Reply.Bulk(name);
        context.Reply.Integer(context.Session.SubscriptionCount);
    }

    private static void ConfirmNothing(ref CommandContext context, scoped ReadOnlySpan<byte> what)
    {
        context.Reply.PushHeader(3);
        context.Reply.Bulk(what);
        context.Reply.Null();
        context.Reply.Integer(context.Session.SubscriptionCount);
    }
}
