namespace AkkaCache.Differential.Known;

/// <summary>All of them. The generator leaves these alone; an entry that no longer differs fails its test.</summary>
internal static class KnownDifferences
{
    public static readonly KnownDifference[] All =
    [
        new("One keyspace: a cluster of partitions has no numbered databases, like Redis Cluster.",
            "1: SELECT 1",
            "Simple \"OK\"",
            "Error \"ERR DB index is out of range\""),
        new("WITHSCORE came with Redis 7.2.",
            """
            1: ZADD z 5 m
            1: ZRANK z m WITHSCORE
            """,
            "Error \"ERR wrong number of arguments for 'zrank' command\"",
            "Array(2)[Integer \"0\", Bulk \"5\"]"),
        new("WITHSCORE came with Redis 7.2.",
            """
            1: ZADD z 5 m
            1: ZREVRANK z m WITHSCORE
            """,
            "Error \"ERR wrong number of arguments for 'zrevrank' command\"",
            "Array(2)[Integer \"0\", Bulk \"5\"]"),
        new("IFEQ came with Redis 8.4.",
            """
            1: SET a 1
            1: SET a 2 IFEQ 1
            """,
            "Error \"ERR syntax error\"",
            "Simple \"OK\""),
        new("CLIENT SETINFO came with Redis 7.2.",
            "1: CLIENT SETINFO LIB-NAME me",
            "Error \"ERR unknown subcommand 'SETINFO'. Try CLIENT HELP.\"",
            "Simple \"OK\""),
        new("The encoding is told by the value, not by the write that made it.",
            """
            1: SET a some
            1: APPEND a text
            1: OBJECT ENCODING a
            """,
            "Bulk \"raw\"",
            "Bulk \"embstr\""),
        new("The encoding is told by the value, not by the write that made it.",
            """
            1: INCRBYFLOAT a 1
            1: OBJECT ENCODING a
            """,
            "Bulk \"embstr\"",
            "Bulk \"int\""),
        new("A board that became small again is compact again; Redis never goes back.",
            """
            1: ZADD z 1 m 2 mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm
            1: ZREM z mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm
            1: OBJECT ENCODING z
            """,
            "Bulk \"skiplist\"",
            "Bulk \"listpack\""),
        new("A board that became small again is compact again, and ZSCAN tells whole scores of compact boards with all their digits.",
            """
            1: ZADD z 123456789012345678 m 2 mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm
            1: ZREM z mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm
            1: ZSCAN z 0
            """,
            "Array(2)[Bulk \"0\", Array(2)[Bulk \"m\", Bulk \"1.2345678901234568e+17\"]]",
            "Array(2)[Bulk \"0\", Array(2)[Bulk \"m\", Bulk \"123456789012345680\"]]"),
        new("The sign of a zero score is lost in a compact board, and a board that became small again is one.",
            """
            1: ZADD z 1 m 2 mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm
            1: ZREM z mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm
            1: ZADD z -0 a
            1: ZSCORE z a
            """,
            "Bulk \"-0\"",
            "Bulk \"0\""),
        new("One keyspace: there is no other database to copy to.",
            """
            1: SET a 1
            1: COPY a b DB 1
            """,
            "Integer \"1\"",
            "Error \"ERR DB index is out of range\""),
        new("A value is one value: there are no shared integers, which Redis counts so.",
            """
            1: SET a 1
            1: OBJECT REFCOUNT a
            """,
            "Integer \"2147483647\"",
            "Integer \"1\""),
        new("Client-side caching is not offered.",
            "1: CLIENT TRACKING ON",
            "Simple \"OK\"",
            "Error \"ERR Client tracking is not supported by this server\""),
        new("The node never writes its configuration file, whatever file it was started with.",
            "1: CONFIG REWRITE",
            "Error \"ERR The server is running without a config file\"",
            "Error \"ERR Rewriting the configuration file is not supported by this server\""),
        new("The slot of a key is a fact, with a cluster or without.",
            "1: CLUSTER KEYSLOT a",
            "Error \"ERR This instance has cluster support disabled\"",
            "Integer \"15495\""),
        new("Only what is in the table of commands is known.",
            "1: COMMAND GETKEYS LPUSH a 1",
            "Array(1)[Bulk \"a\"]",
            "Error \"ERR Invalid command specified\""),
        new("A command's own reply comes before the message it sent to its connection, as since Redis 7.2.",
            """
            1~: HELLO 3
            1: SUBSCRIBE a
            1: PUBLISH a hello
            """,
            "Push(3)[Bulk \"message\", Bulk \"a\", Bulk \"hello\"]",
            "Integer \"1\""),
        new("An empty text is no amount of memory.",
            "1: CONFIG SET maxmemory \"\"",
            "Simple \"OK\"",
            "Error \"ERR CONFIG SET failed (possibly related to argument 'maxmemory') - argument must be a memory value\""),
        new("The policies offered are those that the node has, in its order.",
            "1: CONFIG SET maxmemory-policy nosuch",
            "Error \"ERR CONFIG SET failed (possibly related to argument 'maxmemory-policy') - argument(s) must be one of the following: volatile-lru, volatile-lfu, volatile-random, volatile-ttl, allkeys-lru, allkeys-lfu, allkeys-random, noeviction\"",
            "Error \"ERR CONFIG SET failed (possibly related to argument 'maxmemory-policy') - argument(s) must be one of the following: noeviction, allkeys-lru, volatile-lru, volatile-ttl, allkeys-random, volatile-random\""),
    ];
}
