namespace AkkaCache.Differential.Scenarios;

/// <summary>Publish and subscribe by hand.</summary>
internal static class PubSubScenarios
{
    public static readonly (string Name, string Text)[] All =
    [
        ("messages reach subscribers of the channel", """
            1[2]: SUBSCRIBE a b
            2: PUBLISH a hello
            1:
            2: PUBLISH b "bin\0\r\n"
            1:
            2: PUBLISH c nobody
            """),
        ("two subscribers", """
            1: SUBSCRIBE a
            2: SUBSCRIBE a
            3: PUBLISH a hello
            1:
            2:
            """),
        ("subscribing twice counts once", """
            1[2]: SUBSCRIBE a a
            2: PUBLISH a hello
            1:
            1: UNSUBSCRIBE a
            2: PUBLISH a hello
            """),
        ("unsubscribing", """
            1: UNSUBSCRIBE
            1: UNSUBSCRIBE nothing
            1[3]: SUBSCRIBE a b c
            1: UNSUBSCRIBE b
            2: PUBLISH b hello
            1[2]: UNSUBSCRIBE nothing a
            1: UNSUBSCRIBE
            1: PING
            1: SET k v
            """),
        ("commands while subscribed", """
            1: SUBSCRIBE a
            1: PING
            1: PING text
            1: PING too many
            1: GET k
            1: SET k v
            1: NOSUCH
            1: GET
            1: MULTI
            1: CLIENT ID extra
            1: UNSUBSCRIBE
            1: GET k
            """),
        ("leaving by RESET", """
            1: SUBSCRIBE a
            1: RESET
            2: PUBLISH a hello
            1: GET k
            """),
        ("leaving by QUIT", """
            1: SUBSCRIBE a
            1[end]: QUIT
            """),
        ("a subscriber that went is not counted", """
            1: SUBSCRIBE a
            1[end]: QUIT
            2: PUBLISH a hello
            """),
        ("a transaction publishes", """
            1: SUBSCRIBE a
            2: MULTI
            2: PUBLISH a one
            2: PUBLISH a two
            2: EXEC
            1[2]:
            """),
        ("HELLO while subscribed", """
            1~: HELLO 2
            1: SUBSCRIBE a
            1: HELLO 3
            """),
        ("patterns", """
            1: PSUBSCRIBE news.*
            1: SUBSCRIBE news.a
            2: PUBLISH news.a hello
            1[2]:
            2: PUBLISH news.b "bin\0\r\n"
            1:
            2: PUBLISH other nobody
            1: PUNSUBSCRIBE news.* nothing
            1:
            2: PUBLISH news.b nobody
            1: PUNSUBSCRIBE
            1: UNSUBSCRIBE
            1: GET k
            """),
        ("who listens", """
            2: PUBSUB CHANNELS
            2: PUBSUB NUMSUB
            2: PUBSUB NUMPAT
            1: SUBSCRIBE a
            1[2]: PSUBSCRIBE b* c*
            3: PSUBSCRIBE b*
            3: SUBSCRIBE a
            2: PUBSUB CHANNELS
            2: PUBSUB CHANNELS b*
            2: PUBSUB NUMSUB a b
            2: PUBSUB NUMPAT
            3: RESET
            1: RESET
            2: PUBSUB CHANNELS
            2: PUBSUB NUMSUB a
            2: PUBSUB NUMPAT
            """),
        ("arity", """
            1: SUBSCRIBE
            1: PSUBSCRIBE
            1: PUBSUB
            1: PUBSUB NOSUCH
            1: PUBLISH a
            1: PUBLISH a b c
            """),
    ];
}
