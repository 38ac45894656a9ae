namespace AkkaCache.Differential.Scenarios;

/// <summary>Connections, expiry and server commands by hand: what the generator leaves out because it ends or silences a connection, or takes time.</summary>
internal static class ConnectionScenarios
{
    public static readonly (string Name, string Text)[] All =
    [
        ("QUIT", """
            1[end]: QUIT
            """),
        ("QUIT with arguments", """
            1[end]: QUIT now
            """),
        ("CLIENT REPLY OFF and ON", """
            1[0]: CLIENT REPLY OFF
            1[0]: SET a 1
            1[0]: NOSUCH
            1[0]: PING
            1: CLIENT REPLY ON
            1: GET a
            """),
        ("CLIENT REPLY SKIP", """
            1[0]: CLIENT REPLY SKIP
            1[0]: SET a 1
            1: GET a
            1[0]: CLIENT REPLY SKIP
            1[0]: GET
            1: GET a
            1: CLIENT REPLY maybe
            1: CLIENT REPLY
            """),
        ("CLIENT REPLY OFF and RESET", """
            1[0]: CLIENT REPLY OFF
            1[1]: RESET
            1: PING
            """),
        ("names", """
            1: CLIENT GETNAME
            1: CLIENT SETNAME worker
            1: CLIENT GETNAME
            1: CLIENT SETNAME ""
            1: CLIENT GETNAME
            1: CLIENT SETNAME "a b"
            1: CLIENT SETNAME worker
            1: RESET
            1: CLIENT GETNAME
            """),
        ("HELLO", """
            1~: HELLO
            1~: HELLO 3
            1: GET nothing
            1~: HELLO 2
            1: GET nothing
            1: HELLO 1
            1: HELLO 4
            1: HELLO x
            1: HELLO 3 NOSUCH
            1: HELLO 3 AUTH
            1: HELLO 3 SETNAME
            1: HELLO 3 AUTH nobody x
            1: HELLO 3 SETNAME "a b"
            1: GET nothing
            1~: HELLO 3 AUTH default x SETNAME me
            1: CLIENT GETNAME
            """),
        ("AUTH without a password", """
            1: AUTH
            1: AUTH x
            1: AUTH default x
            1: AUTH nobody x
            1: AUTH a b c
            """),
        ("SELECT", """
            1: SELECT 0
            1: SELECT -1
            1: SELECT 16
            1: SELECT x
            1: SELECT
            1: SELECT 0 0
            """),
        ("CLIENT KILL of the others", """
            1: PING
            2: PING
            1: CLIENT KILL TYPE normal
            2[end]:
            1: PING
            1: CLIENT KILL TYPE normal SKIPME maybe
            1: CLIENT KILL LADDR nowhere
            """),
        ("CLIENT subcommands", """
            1: CLIENT
            1: CLIENT NOSUCH
            1: CLIENT ID x
            1: CLIENT INFO x
            1: CLIENT LIST x
            1: CLIENT LIST TYPE
            1: CLIENT LIST ID
            1: CLIENT GETNAME x
            1: CLIENT SETNAME
            1: CLIENT KILL
            1: CLIENT KILL x y
            """),
        ("a short life", """
            1: SET a 1 PX 20
            1: ZADD z 1 m
            1: PEXPIRE z 20
            1: SET b 1
            1: gone a
            1: gone z
            1: GET a
            1: TTL a
            1: TYPE z
            1: ZCARD z
            1: DBSIZE
            1: KEYS *
            1: SET a 2 GET
            1: TTL a
            """),
        ("an expired key can be made again", """
            1: SET a 1 PX 10
            1: gone a
            1: INCR a
            1: PERSIST a
            1: SET c x PX 10
            1: gone c
            1: ZADD c 1 m
            1: SET d 1 PX 10
            1: gone d
            1: RENAME d e
            1: SET f 1 PX 10
            1: gone f
            1: SETNX f 2
            1: SET f 2 KEEPTTL
            1: EXPIRE f 100 XX
            """),
        ("times in the past delete", """
            1: SET a 1
            1: EXPIRE a -1
            1: EXISTS a
            1: SET a 1
            1: PEXPIREAT a 1
            1: EXISTS a
            1: SET a 1 PXAT 1
            1: EXISTS a
            1: SET a 1
            1: GETEX a EXAT 1
            1: EXISTS a
            1: SET a 1
            1: EXPIRE a 0
            1: EXISTS a
            1: SET a 1
            1: EXPIRE a -1 GT
            1: EXISTS a
            1: EXPIRE a -1 LT
            1: EXISTS a
            """),
        ("COMMAND", """
            1: COMMAND NOSUCH
            1: COMMAND COUNT x
            1: COMMAND GETKEYS
            1: COMMAND GETKEYS GET
            1: COMMAND GETKEYS PING
            1: COMMAND GETKEYS NOSUCH
            1: COMMAND GETKEYS MSET a 1 b 2
            1: COMMAND GETKEYS ZADD a 1 b
            1: COMMAND LIST FILTERBY
            1: COMMAND LIST FILTERBY NOSUCH x
            1: COMMAND INFO nosuch
            1: COMMAND DOCS nosuch
            """),
        ("OBJECT and MEMORY", """
            1: OBJECT
            1: OBJECT NOSUCH a
            1: OBJECT ENCODING
            1: OBJECT ENCODING nothing
            1: OBJECT IDLETIME nothing
            1: SET a 12
            1: OBJECT ENCODING a
            1: SET a 9223372036854775807
            1: OBJECT ENCODING a
            1: SET a 9223372036854775808
            1: OBJECT ENCODING a
            1: SET a 01
            1: OBJECT ENCODING a
            1: SET a 1
            1: INCR a
            1: OBJECT ENCODING a
            1: SET a vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv
            1: OBJECT ENCODING a
            1: SET a vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv
            1: OBJECT ENCODING a
            1: ZADD z 1 m
            1: OBJECT ENCODING z
            1: ZADD z 1 mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm
            1: OBJECT ENCODING z
            1: ZADD z 1 mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm
            1: OBJECT ENCODING z
            1: MEMORY
            1: MEMORY NOSUCH
            1: MEMORY USAGE
            1: MEMORY USAGE nothing
            1: MEMORY USAGE a SAMPLES
            1: MEMORY USAGE a SAMPLES x
            """),
        ("the sign of zero", """
            1: ZADD z -0 a -0 b 1 c
            1: ZRANGE z 0 -1 WITHSCORES
            1: ZADD z -0 mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm -0 d
            1: ZRANGE z 0 -1 WITHSCORES
            1: ZADD z INCR -0 d
            1: ZADD z -0 c
            1: ZINCRBY z -0 e
            1: ZRANGE z -0 0 BYSCORE WITHSCORES
            """),
        ("CONFIG", """
            1: CONFIG
            1: CONFIG NOSUCH
            1: CONFIG GET
            1: CONFIG GET nosuch
            1: CONFIG SET
            1: CONFIG SET maxmemory
            1: CONFIG SET nosuch 1
            1: CONFIG SET maxmemory abc
            1: CONFIG SET maxmemory 100mb maxmemory 200mb
            1: CONFIG SET maxmemory 100mb
            1: CONFIG GET maxmemory
            1: CONFIG SET maxmemory 0 maxmemory-policy volatile-lru
            1: CONFIG GET maxmemory-policy
            1: CONFIG SET maxmemory-policy noeviction
            """),
        ("SHUTDOWN refused", """
            1: SHUTDOWN later
            1: SHUTDOWN NOW later
            1: SHUTDOWN SAVE NOSAVE
            1: SHUTDOWN ABORT NOSAVE
            1: SHUTDOWN FORCE ABORT
            1: SHUTDOWN abort
            1: SHUTDOWN ABORT ABORT
            1: MULTI
            1: SHUTDOWN NOW
            1: EXEC
            """),
        ("WAIT", """
            1: WAIT
            1: WAIT 0
            1: WAIT 0 0
            1: WAIT -1 0
            1: WAIT 0 0 0
            1: WAIT x 5
            1: WAIT 9223372036854775808 5
            1: WAIT 0 x
            1: WAIT x x
            1: WAIT 0 -1
            1: WAIT 0 9223372036854775807
            1: WAIT 1 20
            1: SET a 1
            1: WAIT 1 20
            1: MULTI
            1: SET a 2
            1: WAIT 1 0
            1: EXEC
            """),
        ("FLUSH", """
            1: SET a 1
            1: FLUSHALL NOW
            1: FLUSHALL ASYNC SYNC
            1: FLUSHDB sync
            1: DBSIZE
            """),
    ];

    /// <summary>These change the server's password, so they get servers of their own.</summary>
    public const string Passwords = """
        1: CONFIG SET requirepass secret
        1: PING
        2: PING
        2: GET a
        2: NOSUCH
        2: GET
        2: MULTI
        2: EXEC
        2: CLIENT ID
        2: HELLO 3
        2~: RESET
        2: AUTH wrong
        2: AUTH default wrong
        2: AUTH nobody secret
        2: AUTH secret
        2: SET a 1
        2: RESET
        2: GET a
        2~: HELLO 3 AUTH default secret
        2: GET a
        2: RESET
        2[end]: QUIT
        3: AUTH default secret
        3: CONFIG GET requirepass
        3: CONFIG SET requirepass ""
        3: GET a
        4: GET a
        """;
}
