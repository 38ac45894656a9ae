namespace AkkaCache.Multinode.Load.Workloads;

/// <summary>Writes of values that occur once, and reads.</summary>
internal sealed class Registers(IReadOnlyList<Subject> subjects) : IWorkload
{
    private long _written;

    public Request Next(Random random)
    {
        var subject = subjects[random.Next(subjects.Count)];
        return random.Next(2) == 0 ? subject.Get() : subject.Set(Interlocked.Increment(ref _written));
    }

    public IEnumerable<Request> Reads() => subjects.Select(subject => subject.Get());
}

/// <summary>Additions of one, and reads.</summary>
internal sealed class Counters(IReadOnlyList<Subject> subjects) : IWorkload
{
    private const int ReadsInTen = 3;

    public Request Next(Random random)
    {
        var subject = subjects[random.Next(subjects.Count)];
        return random.Next(10) < ReadsInTen ? subject.Get() : subject.Increment();
    }

    public IEnumerable<Request> Reads() => subjects.Select(subject => subject.Get());
}
