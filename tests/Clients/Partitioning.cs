using System.Text;

namespace AkkaCache.Clients;

/// <summary>Where the daemon keeps a key: CRC16 (XMODEM) of the key modulo 16384 slots, as in Redis Cluster, and 256 partitions of equal runs of slots.</summary>
internal static class Partitioning
{
    private const int SlotsPerPartition = 16384 / 256;

    public static int PartitionOf(string key)
    {
        var crc = 0;
        foreach (var b in Encoding.UTF8.GetBytes(key))
        {
            crc ^= b << 8;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
        }
        return (crc & 0x3FFF) / SlotsPerPartition;
    }
}
