using System.Text;
using AkkaCache.Commands.Table;

namespace AkkaCache.Commands.Tests.Docs;

/// <summary>docs/commands.md, made from the table.</summary>
internal static class CommandsPage
{
    private static readonly (string Group, string Title)[] Families =
    [
        ("string", "Strings"), ("generic", "Keys"), ("sorted-set", "Sorted sets"), ("transactions", "Transactions"),
        ("pubsub", "Publish and subscribe"), ("connection", "Connection"), ("server", "Server"), ("cluster", "Cluster"),
    ];

    public static string Write(CommandTable table)
    {
        var page = new StringBuilder(Introduction);
        foreach (var (group, title) in Families)
        {
            var rows = table.All.Where(row => row.Group == group).OrderBy(row => row.Name, StringComparer.Ordinal).ToList();
            if (rows.Count == 0) continue;
            page.Append("\n## ").Append(title).Append("\n\n");
            page.Append("| command | what it does | cost | since |\n|---|---|---|---|\n");
            foreach (var row in rows.SelectMany(row => row.IsContainer ? row.Subcommands.Prepend(row) : [row])) AppendRow(page, row);
        }
        page.Append(Absent);
        return page.ToString();
    }

    /// <summary>Groups that have commands and no family here: a row that would be missing from the page.</summary>
    public static IEnumerable<string> UnknownGroups(CommandTable table) => table.All.Select(row => row.Group).Except(Families.Select(family => family.Group));

    private static void AppendRow(StringBuilder page, CommandDescriptor row)
    {
        page.Append("| `").Append(row.Name.Replace('|', ' ').ToUpperInvariant());
        if (row.Syntax.Length > 0) page.Append(' ').Append(row.Syntax.Replace("|", "\\|"));
        page.Append("` | ").Append(Sentence(row.Summary));
        if (row.Differences.Length > 0) page.Append(" *Differs:* ").Append(Sentence(row.Differences));
        page.Append(" | ").Append(row.Complexity).Append(" | ").Append(row.Since).Append(" |\n");
    }

    private static string Sentence(string text) => text.EndsWith('.') ? text : text + ".";

    private const string Introduction =
        """
        # Commands

        <!-- Made from the command table by tests/Commands/Docs. After a change: AKKACACHE_WRITE_DOCS=1 dotnet test tests/Commands -->

        The commands that a node understands on its RESP door, and every other door: there is one table. Replies, their shapes in RESP2 and RESP3,
        and error texts are those of Redis 7.0.15; where a command differs, its line says so. "Since" is the Redis version that brought the command.
        The same facts are in `COMMAND`, `COMMAND DOCS` and `redis-cli`'s hints.

        ## What differs everywhere

        - **One database.** `SELECT 0` succeeds, any other index is out of range.
        - **The key space is in partitions** (256 unless configured). Commands with several keys and `MULTI`/`EXEC` are atomic over partitions on one node;
          `KEYS`, `SCAN`, `DBSIZE` and `FLUSHALL` take one partition after the other, so writes may happen in between.
        - **`DBSIZE`, `FLUSHALL`, `FLUSHDB`, `KEYS`, `RANDOMKEY` and `SCAN` speak of the keys of all nodes,** on whichever node they are asked. Each partition is asked
          at its primary, and again at the next one if it moves meanwhile, so it counts exactly once. When one does not answer within 5 s the reply is
          `CLUSTERDOWN`, and a flush may have been done in part. In a cluster they are not allowed inside `MULTI`.
        - **`SCAN`'s cursor is good for the whole cluster:** a walk may go on at another node, and what is there throughout is returned at least once while nodes join and
          leave and partitions move. Lost primaries are no exception as long as a backup takes over; where none does, the partition begins empty. One call asks
          at most 16 partitions, so it may return no keys and yet a cursor.
        - **Long commands do not stop the others.** A range of a million members or `KEYS *` runs on a worker; replies of one connection keep their order.
        - **Limits that Redis does not have** refuse a write with an error and change nothing: longest key, keys, boards, members of a board. All are off by default.
        - **Default times to live** can be configured for new keys and for new boards; they are off by default.
        - **A message that a connection publishes to itself** (RESP3) arrives after the reply of `PUBLISH`; in Redis it arrives before.
        - **Eviction** is exact LRU within a partition; the policies with `lfu` are not there.
        - **`EXPIRE` and the like replicate as absolute times,** and evicted and expired keys as `DEL`, so that copies never decide by their own clocks.

        """;

    private const string Absent =
        """

        ## Settings of CONFIG

        `CONFIG SET` takes several at once, all or none; a change lasts until the node stops. The configuration file has them under the names in the last column.

        | setting | value | in the file |
        |---|---|---|
        | `maxmemory` | bytes of data, with units as in Redis; 0 is unlimited | `memory.maxmemory` |
        | `maxmemory-policy` | what is evicted at a limit | `memory.policy` |
        | `max-items` | keys; 0 is unlimited | `memory.max-items` |
        | `max-key-bytes` | longest key that a write may use; 0 is unlimited | `memory.max-key-bytes` |
        | `default-ttl` | milliseconds given to a new key that has no time to live; 0 is none | `expiry.default-ttl` |
        | `board-ttl` | the same for boards | `expiry.board-ttl` |
        | `max-boards` | boards of the node; 0 is unlimited | `boards.max-boards` |
        | `max-board-members` | members of one board; 0 is unlimited | `boards.max-members` |
        | `metrics` | yes, no: counters per command and of hits and misses | `metrics.enabled` |
        | `board-metrics` | yes, no: counters of board operations | `metrics.boards` |
        | `maxclients` | connections at a time | `doors.resp.max-connections` |
        | `timeout` | seconds after which an idle connection is closed; 0 is never | `doors.resp.idle-timeout` |
        | `requirepass` | the password; empty is none | `security.requirepass` |
        | `save`, `appendonly` | only the values that mean "nothing is kept on disk" | |
        | `databases`, `cluster-enabled`, `port`, `bind`, `protected-mode`, `proto-max-bulk-len` | shown, set when the node starts | `doors.resp`, `security` |

        ## Not there

        | commands | why |
        |---|---|
        | `BGSAVE SAVE BGREWRITEAOF LASTSAVE DEBUG` | nothing is kept on disk |
        | `REPLICAOF SLAVEOF PSYNC SYNC REPLCONF FAILOVER WAIT` | nodes copy among themselves, not by Redis's protocol |
        | `ACL` | one user, `default`, with `requirepass` |
        | `SWAPDB MOVE` | one database |
        | `CLIENT PAUSE UNPAUSE UNBLOCK CACHING` and `CLIENT TRACKING ON` | no pausing, no blocking commands, no tracking |
        | `SLOWLOG LATENCY MONITOR` | not recorded; INFO and the logs say how the node does |
        | `EVAL EVALSHA SCRIPT FUNCTION FCALL` | no scripting |
        | `MODULE` | no modules |
        | `SSUBSCRIBE SUNSUBSCRIBE SPUBLISH` | no sharded channels |
        | `DUMP RESTORE MIGRATE SORT` and the commands of lists, sets, hashes, streams, bitmaps, HyperLogLog and geo indexes | strings and sorted sets only |

        """;
}
