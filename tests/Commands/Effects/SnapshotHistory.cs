using AkkaCache.Commands.Effects;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Commands.Tests.Fixture;

namespace AkkaCache.Commands.Tests.Effects;

/// <summary>One copy that gets a snapshot while random commands run on its primary; the chunks are tiny, so that much happens between them.</summary>
internal sealed class SnapshotHistory : IDisposable
{
    /// <summary>Chunks after which commands become rare, so that histories end in which keys are renamed faster than they are cut.</summary>
    private const int BusyChunks = 400;

    private static readonly string[] Keys = [.. Enumerable.Range(0, 9).Select(i => $"{{a}}{i}"), "b", "c"];

    private readonly int _seed;
    private readonly Random _random;
    private readonly RandomCommands _commands;
    private readonly CommandBench _primary = new(AllCommands.NewTable().All);
    private readonly PartitionSpace _space;
    private readonly CopyBench _copy;

    public SnapshotHistory(int seed)
    {
        _seed = seed;
        _random = new Random(seed);
        _commands = new RandomCommands(_random, Keys) { Members = _random.Next(4) == 0 ? 300 : 16 };
        _space = _primary.SpaceOf(Keys[0]);
        _copy = new CopyBench(_space);
        _primary.Settings.DefaultTtlMs = _random.Next(4) == 0 ? 500 : 0;
    }

    public int Restarts { get; private set; }

    /// <summary>Commands that do not run; by name, in capitals.</summary>
    public HashSet<string> Left { get; init; } = [];

    /// <summary>Handlers do not know of the cutter.</summary>
    public bool IsCutterUnknown { get; init; }

    /// <summary>The test tells the cutter what was renamed.</summary>
    public bool TellsOfRenames { get; init; }

    /// <summary>Runs to the end and compares; null when all is well, otherwise the difference.</summary>
    public string? Run()
    {
        for (var i = _random.Next(200); i > 0; i--) RunOne(null);
        _copy.StartOver();
        _copy.IsReceiving = true;
        using (var cutter = new SnapshotCutter(_space, chunkBytes: 30 + _random.Next(600), chunkElements: 3 + _random.Next(60), maxQueuedKeys: 1 + _random.Next(8)))
        {
            if (IsCutterUnknown) _space.Cutters.Remove(cutter);
            CutAll(cutter);
            Restarts = cutter.Restarts;
        }
        _copy.IsReceiving = false;
        if (Difference() is { } atTheEnd) return $"seed {_seed}, at the end of the snapshot: {atTheEnd}";

        for (var i = 0; i < 50; i++) RunOne(null);
        _copy.Follow(_random);
        if (Difference() is { } later) return $"seed {_seed}, some commands later: {later}";
        _copy.Check($"seed {_seed}");
        return _space.Store.Seed == _copy.Space.Store.Seed ? null : "the seeds differ";
    }

    public void Dispose()
    {
        _copy.Dispose();
        _primary.Dispose();
    }

    private void CutAll(SnapshotCutter cutter)
    {
        for (var chunks = 0; ; chunks++)
        {
            for (var i = _random.Next(chunks < BusyChunks ? 4 : 2) - (chunks < BusyChunks ? 0 : _random.Next(4)); i > 0; i--)
            {
                RunOne(cutter);
                if (_random.Next(3) == 0) _copy.Follow(_random);
            }
            _copy.Follow(_random);
            if (!cutter.TryCutNext(out var chunk)) return;
            _copy.Take(chunk);
        }
    }

    private void RunOne(SnapshotCutter? cutter)
    {
        _primary.NowMs += _random.Next(20);
        if (_random.Next(30) == 0 && _space.Store.NextExpired(_primary.NowMs) is var due and >= 0) _space.Expire(due);
        if (_random.Next(60) == 0 && _space.Store.Count > 0) _space.Evict(_space.Store.Oldest);
        string[] command;
        do command = _commands.Next(_primary.NowMs);
        while (Left.Contains(command[0]));
        _primary.Run(command);
        if (!TellsOfRenames || cutter is null || !command[0].StartsWith("RENAME", StringComparison.Ordinal)) return;
        cutter.Touched(System.Text.Encoding.Latin1.GetBytes(command[1]));
        cutter.Touched(System.Text.Encoding.Latin1.GetBytes(command[2]));
    }

    private string? Difference()
    {
        var wanted = StoreDump.Of(_space.Store);
        var found = StoreDump.Of(_copy.Space.Store);
        return wanted == found ? null : CopyBench.Difference(wanted, found);
    }
}
