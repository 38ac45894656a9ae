namespace AkkaCache.Multinode.Load.Workloads;

/// <summary>Several workloads at once, each with an equal part.</summary>
internal sealed class Mix(params IWorkload[] parts) : IWorkload
{
    private const int RegistersEach = 100;

    /// <summary>All that there is, on so few subjects that each sees some operations a second, and so many that the checker can follow each.</summary>
    /// <param name="prefix">Keys of mixes with different prefixes are different.</param>
    public static Mix OfEverything(string prefix) => new([.. Lasting(prefix), new ExpiringKeys(prefix)]);

    /// <summary>The same without keys that expire.</summary>
    public static Mix OfWhatLasts(string prefix) => new(Lasting(prefix));

    /// <summary>Clients beside those of <see cref="OfEverything"/> that know where keys are and only read: no command for another node, and no write that waits for another copy, holds theirs up.</summary>
    public static IWorkload? ReadingsOf(string prefix, IReadOnlySet<int> partitions)
    {
        var registers = Spread.Strings(prefix, RegistersEach).Where(register => partitions.Contains(register.Partition)).ToList();
        return registers.Count == 0 ? null : new Readings(registers);
    }

    /// <summary>Everything again, on few keys that all clients use at the same time, beside a broad set.</summary>
    public static Mix Hot(string prefix) => new(
        new Registers(Spread.Strings(prefix + ":hot", 10)),
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

    private static IWorkload[] Lasting(string prefix) =>
    [
        new Registers(Spread.Strings(prefix, RegistersEach)),
        new Registers(Spread.Members(prefix, 20, 5)),
        new Registers(Spread.Pairs(prefix, 50)),
        new Counters(Spread.Strings(prefix + ":counter", 60)),
        new Counters(Spread.Members(prefix + ":points", 20, 3)),
        new AppendLists(prefix, 60),
        new Transfers(prefix, 40),
        new Inserts(prefix),
    ];
}
