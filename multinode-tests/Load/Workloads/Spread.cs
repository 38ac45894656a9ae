using AkkaCache.Testing.Cluster;

namespace AkkaCache.Multinode.Load.Workloads;

/// <summary>Things spread over the partitions, so that few of them touch partitions of all nodes.</summary>
internal static class Spread
{
    /// <summary>Odd, so that all partitions come up before one comes again.</summary>
    private const int Step = 37;

    public static int Partition(int number) => number * Step % PartitionKeys.Partitions;

    public static IReadOnlyList<StringSubject> Strings(string prefix, int count) => [.. Enumerable.Range(0, count).Select(i => new StringSubject(Partition(i), $"{prefix}:string:{i}"))];

    /// <summary>Boards of some members each.</summary>
    public static IReadOnlyList<Subject> Members(string prefix, int boards, int members) =>
        [.. Enumerable.Range(0, boards * members).Select(i => new MemberSubject(Partition(i / members), $"{prefix}:board:{i / members}", $"m{i % members}"))];

    /// <summary>Long strings.</summary>
    public static IReadOnlyList<Subject> Wide(string prefix, int count, int bytes) => [.. Enumerable.Range(0, count).Select(i => new WideSubject(Partition(i), $"{prefix}:wide:{i}", bytes))];

    public static IReadOnlyList<Subject> Pairs(string prefix, int count) => [.. Enumerable.Range(0, count).Select(i => new PairSubject(Partition(i), $"{prefix}:pair:{i}"))];
}
