namespace AkkaCache.Multinode.Load.Workloads;

/// <summary>Writes of values that occur once, and reads.</summary>
internal sealed class Registers(IReadOnlyList<Subject> subjects, bool areWrittenBefore = false) : IWorkload
{
    private long _written;

    public IEnumerable<string> Boards => subjects.Select(subject => subject.Board).OfType<string>();

    public IEnumerable<Request> Preparation() => areWrittenBefore ? subjects.Select(subject => subject.Set(Interlocked.Increment(ref _written))) : [];

    public Request Next(Random random)
    {
        var subject = subjects[random.Next(subjects.Count)];
        return random.Next(2) == 0 ? subject.Get() : subject.Set(Interlocked.Increment(ref _written));
    }

    public IEnumerable<Request> Reads() => subjects.Select(subject => subject.Get());
}

/// <summary>Reads of what others write.</summary>
internal sealed class Readings(IReadOnlyList<Subject> subjects) : IWorkload
{
    public Request Next(Random random) => subjects[random.Next(subjects.Count)].Get();

    public IEnumerable<Request> Reads() => [];
}

/// <summary>Values that are replaced only where the one is there that was written last, as far as this load knows; and reads.</summary>
/// <remarks>Several write at a time, so some expect what is not there any more and are refused, which must be right too.</remarks>
internal sealed class ComparedRegisters(IReadOnlyList<StringSubject> subjects) : IWorkload
{
    private readonly long[] _newest = new long[subjects.Count];
    private long _written;

    public Request Next(Random random)
    {
        var number = random.Next(subjects.Count);
        if (random.Next(10) < 4) return subjects[number].Get();
        var value = Interlocked.Increment(ref _written);
        var expected = Interlocked.Exchange(ref _newest[number], value);

        // A chain breaks with each that is refused, and begins again by one that replaces whatever is there.
        return expected == 0 || random.Next(4) == 0 ? subjects[number].Set(value) : subjects[number].Set(expected, value);
    }

    public IEnumerable<Request> Reads() => subjects.Select(subject => subject.Get());
}

/// <summary>Additions of one, and reads.</summary>
internal sealed class Counters(IReadOnlyList<Subject> subjects) : IWorkload
{
    private const int ReadsInTen = 3;

    public IEnumerable<string> Boards => subjects.Select(subject => subject.Board).OfType<string>();

    public Request Next(Random random)
    {
        var subject = subjects[random.Next(subjects.Count)];
        return random.Next(10) < ReadsInTen ? subject.Get() : subject.Increment();
    }

    public IEnumerable<Request> Reads() => subjects.Select(subject => subject.Get());
}
