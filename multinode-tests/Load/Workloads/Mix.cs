namespace AkkaCache.Multinode.Load.Workloads;

/// <summary>Several workloads at once, each with an equal part.</summary>
internal sealed class Mix(params IWorkload[] parts) : IWorkload
{
    /// <summary>All that there is, on so few subjects that each sees some operations a second, and so many that the checker can follow each.</summary>
    /// <param name="prefix">Keys of mixes with different prefixes are different.</param>
    public static Mix OfEverything(string prefix) => new([.. Lasting(prefix), new ExpiringKeys(prefix)]);

    /// <summary>The same without keys that expire.</summary>
    public static Mix OfWhatLasts(string prefix) => new(Lasting(prefix));

    /// <summary>Clients beside those of <see cref="Hot"/> that know where keys are and only read, one key each: no command for another node, and no other partition, holds theirs up.</summary>
    public static IEnumerable<IWorkload> ReadingsOf(string prefix, IReadOnlySet<int> partitions) =>
        HotRegisters(prefix).Where(register => partitions.Contains(register.Partition)).Select(register => new Readings([register]));

    /// <summary>Everything again, on few keys that all clients use at the same time, beside a broad set.</summary>
    public static Mix Hot(string prefix) => new(
        new Registers(HotRegisters(prefix)),
        new ComparedRegisters(Spread.Strings(prefix + ":compared", 10)),
        new Registers(Spread.Pairs(prefix + ":hot", 5)),
        new Counters(Spread.Strings(prefix + ":hot:counter", 10)),
        new Counters(Spread.Members(prefix + ":hot:points", 2, 3)),
        new AppendLists(prefix + ":hot", 5),
        new Transfers(prefix + ":hot", 4),
        OfEverything(prefix));

    public IEnumerable<Request> Preparation() => parts.SelectMany(part => part.Preparation());

    public IEnumerable<string> Boards => parts.SelectMany(part => part.Boards);

    public Request Next(Random random) => parts[random.Next(parts.Length)].Next(random);

    public IEnumerable<Request> Reads() => parts.SelectMany(part => part.Reads());

    private static IReadOnlyList<StringSubject> HotRegisters(string prefix) => Spread.Strings(prefix + ":hot", 10);

    private static IWorkload[] Lasting(string prefix) =>
    [
        new Registers(Spread.Strings(prefix, 100)),
        new Registers(Spread.Members(prefix, 20, 5)),
        new Registers(Spread.Pairs(prefix, 50)),
        new Counters(Spread.Strings(prefix + ":counter", 60)),
        new Counters(Spread.Members(prefix + ":points", 20, 3)),
        new AppendLists(prefix, 60),
        new Transfers(prefix, 40),
        new Inserts(prefix),
    ];
}
