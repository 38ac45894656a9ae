using System.Globalization;

namespace AkkaCache.Node.Tests.Replicas;

/// <summary>Commands of many kinds on some hundreds of keys, each sent to the primary of its key.</summary>
internal static class RandomWrites
{
    private static readonly string[] Values = ["v", "10", "-5", "3.5", "", "hello world"];

    public static void Run(ReplicaCluster cluster, Random random, int commands)
    {
        for (var i = 0; i < commands; i++)
        {
            var key = $"key{random.Next(200)}";
            var value = Values[random.Next(Values.Length)];
            var number = random.Next(-50, 50).ToString(CultureInfo.InvariantCulture);
            var ttl = random.Next(1, 500).ToString(CultureInfo.InvariantCulture);
            string[] command = random.Next(16) switch
            {
                0 or 1 => ["SET", key, value],
                2 => ["SET", key, value, "PX", ttl],
                3 => ["INCR", key],
                4 => ["APPEND", key, value],
                5 or 6 => ["ZADD", "z" + key, number, value + random.Next(20)],
                7 => ["ZINCRBY", "z" + key, number + ".25", value],
                8 => ["ZREM", "z" + key, value + random.Next(20)],
                9 => ["DEL", key],
                10 => ["PEXPIRE", "z" + key, ttl],
                11 => ["RENAME", $"{{{key}}}a", $"{{{key}}}b"],
                12 => ["SET", $"{{{key}}}a", value],
                13 => ["COPY", $"{{{key}}}b", $"{{{key}}}c", "REPLACE"],
                14 => ["ZUNIONSTORE", $"{{z{key}}}u", "2", "z" + key, $"{{z{key}}}u"],
                _ => ["GETDEL", key],
            };
            var reply = cluster.PrimaryOf(command[1]).Run(command);
            // Between finding the primary and asking it the partition may have moved.
            if (reply.StartsWith("-CLUSTERDOWN", StringComparison.Ordinal)) i--;
        }
    }
}
