using System.Globalization;
using System.Text;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Testing.Cluster;

/// <summary>Keys by the partition they live in: names with a hash tag that is chosen for it.</summary>
public static class PartitionKeys
{
    private static readonly PartitionLayout Layout = new();
    private static readonly string[] Tags = FindTags();

    public static int Partitions => Layout.Count;

    /// <summary>A key in <paramref name="partition"/>. Keys of one partition share their hash tag, so commands may use them together.</summary>
    public static string KeyIn(int partition, string name) => $"{{{Tags[partition]}}}:{name}";

    public static int PartitionOf(string key) => Layout.OfKey(Encoding.Latin1.GetBytes(key));

    public static int PartitionOfSlot(int slot) => Layout.OfSlot(slot);

    private static string[] FindTags()
    {
        var tags = new string[Layout.Count];
        for (int number = 0, left = tags.Length; left > 0; number++)
        {
            var tag = number.ToString(CultureInfo.InvariantCulture);
            ref var found = ref tags[Layout.OfKey(Encoding.ASCII.GetBytes(tag))];
            if (found is null) left--;
            found ??= tag;
        }
        return tags;
    }
}
