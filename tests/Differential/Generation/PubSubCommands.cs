using System.Globalization;

namespace AkkaCache.Differential.Generation;

/// <summary>Grammar of publish and subscribe: what a connection says that only listens, and what is said to it.</summary>
internal static class PubSubCommands
{
    private static readonly string[] Channels = ["news", "news.a", "news.b", "chat", "", "bin\0\r\n"];
    private static readonly string[] Patterns = ["news*", "news.?", "*", "[cn]*", "chat", "nothing", "", "bin\0*"];

    /// <summary>For the listener. Nothing that a listener publishes: its own message comes before the reply in Redis and after it here (see the known differences).</summary>
    public static IEnumerable<Production> Listener =>
    [
        new(14, v => Of("SUBSCRIBE", Some(v, Channels))),
        new(14, v => Of("PSUBSCRIBE", Some(v, Patterns))),
        new(8, v => Of("UNSUBSCRIBE", v.Chance(40) ? [] : Some(v, Channels))),
        new(8, v => Of("PUNSUBSCRIBE", v.Chance(40) ? [] : Some(v, Patterns))),
        new(6, v => Of("PING", v.Chance(50) ? [] : [v.Value()])),
        new(2, v => Of("GET", [v.StringKey()])),
        new(1, v => Of("SET", [v.StringKey(), v.Value()])),
        new(1, _ => Of("RESET", [])),
    ];

    /// <summary>For everybody else.</summary>
    public static IEnumerable<Production> Productions =>
    [
        new(40, Publish),
        new(8, v => v.Chance(50) ? new Draft("PUBSUB", "CHANNELS").Compare(ReplyRule.Unordered) : Channel(v)),
        new(8, v => new Draft("PUBSUB", "NUMSUB").Add(v.Chance(20) ? [] : Some(v, Channels))),
        new(8, _ => new Draft("PUBSUB", "NUMPAT")),
    ];

    /// <summary>The last word of every sequence with a listener: what was published before has arrived.</summary>
    public static Draft Last => Of("PING", ["last"]).Uncounted();

    private static Draft Of(string name, string[] words) => new Draft(name).Add(words).Compare(ReplyRule.Listening);

    private static Draft Channel(Vocabulary v) => new Draft("PUBSUB", "CHANNELS").Add(v.Pick(Patterns)).Compare(ReplyRule.Unordered);

    /// <summary>A number makes messages different from each other.</summary>
    private static Draft Publish(Vocabulary v) =>
        new Draft("PUBLISH").Add(v.Pick(Channels), v.Chance(10) ? v.Value() : v.Below(1_000_000_000).ToString(CultureInfo.InvariantCulture));

    private static string[] Some(Vocabulary v, string[] words) => [.. Enumerable.Range(0, 1 + v.Below(3)).Select(_ => v.Pick(words))];
}
