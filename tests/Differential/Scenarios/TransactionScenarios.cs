namespace AkkaCache.Differential.Scenarios;

/// <summary>Transactions by hand: every rule of WATCH and of the queue that Redis documents, and some that it does not.</summary>
internal static class TransactionScenarios
{
    public static readonly (string Name, string Text)[] All =
    [
        ("queued commands run in order", """
            1: MULTI
            1: SET a 1
            1: INCR a
            1: GET a
            1: ZADD z 1 m
            1: EXEC
            1: EXEC
            """),
        ("an empty transaction", """
            1: MULTI
            1: EXEC
            """),
        ("a write by another connection to a watched key aborts", """
            1: SET a 1
            1: WATCH a b
            2: SET a 2
            1: MULTI
            1: SET a 3
            1: EXEC
            1: GET a
            1: MULTI
            1: SET a 4
            1: EXEC
            """),
        ("a write by the watcher itself aborts", """
            1: WATCH a
            1: SET a 1
            1: MULTI
            1: GET a
            1: EXEC
            """),
        ("setting the same value aborts", """
            1: SET a 1
            1: WATCH a
            2: SET a 1
            1: MULTI
            1: EXEC
            """),
        ("creating a watched absent key aborts", """
            1: WATCH a
            2: ZADD a 1 m
            1: MULTI
            1: EXEC
            """),
        ("deleting and creating again aborts", """
            1: SET a 1
            1: WATCH a
            2: DEL a
            2: SET a 1
            1: MULTI
            1: EXEC
            """),
        ("deleting an absent key does not abort", """
            1: WATCH a
            2: DEL a
            1: MULTI
            1: EXEC
            """),
        ("reads and writes without effect do not abort", """
            1: SET a 1
            1: ZADD z 1 m
            1: WATCH a z n
            2: GET a
            2: SETNX a 2
            2: SET n 1 XX
            2: PERSIST a
            2: ZADD z 1 m
            2: ZADD z NX 5 m
            2: ZREM z other
            2: ZREMRANGEBYRANK z 5 9
            2: APPEND a ""
            2: SETRANGE a 0 ""
            2: EXPIRE n 1000
            2: EXPIRE a 1000 XX
            2: RENAMENX a z
            1: MULTI
            1: EXEC
            """),
        ("an empty APPEND to a watched key", """
            1: SET a 1
            1: WATCH a
            2: APPEND a ""
            1: MULTI
            1: EXEC
            """),
        ("EXPIRE, PERSIST and GETEX touch", """
            1: SET a 1
            1: SET b 1 EX 1000
            1: SET c 1
            1: WATCH a
            2: EXPIRE a 1000
            1: MULTI
            1: EXEC
            1: WATCH b
            2: PERSIST b
            1: MULTI
            1: EXEC
            1: WATCH c
            2: GETEX c EX 1000
            1: MULTI
            1: EXEC
            1: WATCH c
            2: GETEX c
            1: MULTI
            1: EXEC
            """),
        ("ZADD with the same score, and with another", """
            1: ZADD z 1 m
            1: WATCH z
            2: ZADD z 1 m
            1: MULTI
            1: EXEC
            1: WATCH z
            2: ZADD z 2 m
            1: MULTI
            1: EXEC
            1: WATCH z
            2: ZINCRBY z 0 m
            1: MULTI
            1: EXEC
            1: WATCH z
            2: ZPOPMIN z 0
            1: MULTI
            1: EXEC
            """),
        ("RENAME touches both names", """
            1: SET a 1
            1: WATCH b
            2: RENAME a b
            1: MULTI
            1: EXEC
            1: WATCH b
            2: RENAME b c
            1: MULTI
            1: EXEC
            1: WATCH c
            2: RENAME c c
            1: MULTI
            1: EXEC
            """),
        ("FLUSHALL aborts when the key was there, and not otherwise", """
            1: SET a 1
            1: WATCH a
            2: FLUSHALL
            1: MULTI
            1: EXEC
            1: WATCH a
            2: FLUSHDB
            1: MULTI
            1: EXEC
            """),
        ("expiry of a watched key aborts", """
            1: SET a 1 PX 30
            1: WATCH a
            2: gone a
            1: MULTI
            1: EXEC
            """),
        ("a key watched after its expiry is just absent", """
            1: SET a 1 PX 5
            2: gone a
            1: WATCH a
            1: MULTI
            1: EXEC
            """),
        ("UNWATCH, DISCARD and EXEC end the watch", """
            1: WATCH a
            1: UNWATCH
            2: SET a 1
            1: MULTI
            1: EXEC
            1: WATCH a
            1: MULTI
            1: DISCARD
            2: SET a 2
            1: MULTI
            1: EXEC
            1: WATCH a
            1: MULTI
            1: EXEC
            2: SET a 3
            1: MULTI
            1: EXEC
            """),
        ("UNWATCH inside a transaction comes too late", """
            1: WATCH a
            2: SET a 1
            1: MULTI
            1: UNWATCH
            1: EXEC
            """),
        ("WATCH and MULTI inside a transaction", """
            1: MULTI
            1: WATCH a
            1: MULTI
            1: SET a 1
            1: EXEC
            """),
        ("EXEC and DISCARD outside", """
            1: EXEC
            1: DISCARD
            1: UNWATCH
            1: EXEC now
            """),
        ("a command that cannot be queued makes EXEC fail", """
            1: MULTI
            1: SET a
            1: SET a 1
            1: EXEC
            1: MULTI
            1: NOSUCH
            1: EXEC
            1: MULTI
            1: CLIENT NOSUCH
            1: EXEC
            1: EXISTS a
            """),
        ("a command that fails while running does not stop the others", """
            1: SET a x
            1: MULTI
            1: INCR a
            1: ZADD a 1 m
            1: SET b 1
            1: SET a y EX abc
            1: GET a
            1: EXEC
            """),
        ("wrong arity of EXEC aborts", """
            1: MULTI
            1: SET a 1
            1: EXEC now
            1: EXEC
            1: MULTI
            1: DISCARD now
            1: EXEC
            """),
        ("RESET leaves the transaction", """
            1: WATCH a
            1: MULTI
            1: SET a 1
            1: RESET
            1: EXEC
            2: SET a 2
            1: MULTI
            1: EXEC
            """),
        ("QUIT inside a transaction", """
            1: MULTI
            1: SET a 1
            1[end]: QUIT
            2: EXISTS a
            """),
        ("connection commands are queued", """
            1: MULTI
            1: PING
            1: ECHO hi
            1: SELECT 0
            1: CLIENT SETNAME worker
            1: CLIENT GETNAME
            1: HELLO 3 SETNAME w AUTH default x extra
            1: DBSIZE
            1: EXEC
            1: CLIENT GETNAME
            """),
        ("the protocol changes in the middle of EXEC", """
            1: ZADD z 1.5 m
            1: MULTI
            1: ZSCORE z m
            1~: HELLO 3
            1: ZSCORE z m
            1: GET nothing
            1~: EXEC
            1: ZSCORE z m
            """),
        ("writes of a transaction touch another's watch once", """
            1: WATCH a
            2: MULTI
            2: SET a 1
            1: MULTI
            2: EXEC
            1: SET b 1
            1: EXEC
            1: EXISTS b
            """),
        ("a discarded transaction touches nothing", """
            1: WATCH a
            2: MULTI
            2: SET a 1
            2: DISCARD
            1: MULTI
            1: SET b 1
            1: EXEC
            """),
        ("SUBSCRIBE inside a transaction", """
            1: MULTI
            1: SUBSCRIBE ch
            1: EXEC
            2: PUBLISH ch hi
            1:
            """),
    ];
}
