namespace AkkaCache.Daemon;

/// <summary>What --help prints.</summary>
internal static class HelpText
{
    public const string Text =
        """
        akkacached: a node of AkkaCache, a cache and leaderboard cluster that any Redis client can use.

        akkacached [flags]              run a node until SIGTERM, SIGINT or the command SHUTDOWN
        akkacached health [flags]       ask the node on this machine; exit code 0 when it answers, 1 when not
        akkacached replay FILE          play a journal of replication back; exit code 0 when the rules do the same, 1 when not
        akkacached journal FILE N       print what a journal of replication tells of partition N: each event, and what its rules did about it
        akkacached reference [PROFILE]  print every setting with its meaning, unit, default and range, or what a profile sets

        Node
          --name NAME                   name in logs, INFO and the dashboard
          --host HOST                   host or address that others reach this node by, and that doors listen on  [127.0.0.1]
          --bind ADDRESS                address that doors listen on, when it differs from --host
          --seed HOST:AKKA-PORT         node to join, repeatable; own address allowed; none forms a cluster of one
          --zone ZONE                   rack, host or availability zone: copies of a key lie in different ones
          --profile NAME                times that suit the network: lan, cloud, test  [lan]

        Doors: a port, 0 for a free one that is printed, or off
          --resp-port PORT              Redis protocol  [6379]
          --akka-port PORT              other nodes; cannot be off  [4053]
          --client-port PORT            .NET clients  [4054]
          --http-port PORT              administration, health, metrics  [8558]

        Data
          --maxmemory BYTES             limit of this node's data, as 100mb or 2gb; 0 is unlimited  [0]
          --maxmemory-policy NAME       allkeys-lru, allkeys-random, volatile-lru, volatile-random, volatile-ttl, noeviction  [allkeys-lru]
          --replication MODE            none, async, sync  [async]
          --replicas N                  copies of each key in all, 1 to 7  [2]

        Settings
          --config FILE                 HOCON file; see `akkacached reference`
          --set KEY=VALUE               any setting, as --set boards.max-members=10000; repeatable
          --help, --version

        Later wins: reference, profile, --config FILE, environment (AKKACACHE_MEMORY_MAXMEMORY=2gb), flags.
        """;
}
