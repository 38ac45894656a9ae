using System.Diagnostics;
using AkkaCache.Engine.SortedSets;

namespace AkkaCache.Engine.Benchmarks;

/// <summary>What BenchmarkDotNet does not show: memory per member, the unluckiest Set of a growing board; and quick figures for tuning.</summary>
internal static class BoardsReport
{
    private const int Operations = 1_000_000;

    public static void Run(int members)
    {
        var names = BoardNames.Names(members);
        var random = new Random(7);
        var scores = new double[members];
        for (var i = 0; i < members; i++) scores[i] = random.Next(100_000_000);
        random.Shuffle(names);

        var residentBefore = Resident();
        using var board = new SortedSet(1);
        var worst = 0L;
        var start = Start.Now();
        for (var i = 0; i < members; i++)
        {
            var before = Stopwatch.GetTimestamp();
            board.Set(names[i], scores[i]);
            worst = Math.Max(worst, Stopwatch.GetTimestamp() - before);
        }
        Print("add (with clock)", start, members);
        Console.WriteLine($"worst Set while growing    {Stopwatch.GetElapsedTime(0, worst).TotalMicroseconds,10:F0} us");
        Console.WriteLine($"bytes per member, grown    {board.UsedBytes / (double)members,10:F1} ({names[0].Length} of them name)");
        Console.WriteLine($"resident                   {(Resident() - residentBefore) / 1e6,10:F1} MB");

        Quick(board, names, random, members);
        Console.WriteLine($"bytes per member, moved    {board.UsedBytes / (double)members,10:F1}");
        start = Start.Now();
        board.Clear();
        Print("clear", start, 1);
    }

    private static void Quick(SortedSet board, byte[][] names, Random random, int members)
    {
        var picks = new int[Operations];
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < Operations; i++) picks[i] = random.Next(members);
            var sum = 0.0;
            var start = Start.Now();
            foreach (var pick in picks)
            {
                board.TryGetScore(names[pick], out var score);
                sum += score;
            }
            Print("score", start, Operations);

            start = Start.Now();
            foreach (var pick in picks) sum += board.RankOf(names[pick], out _);
            Print("rank", start, Operations);

            start = Start.Now();
            foreach (var pick in picks) board.Set(names[pick], random.Next(100_000_000));
            Print("move anywhere", start, Operations);

            start = Start.Now();
            foreach (var pick in picks)
            {
                board.TryGetScore(names[pick], out var score);
                board.Set(names[pick], score + 10);
            }
            Print("score and small move", start, Operations);

            start = Start.Now();
            for (var i = 0; i < 10_000; i++) sum += Walk(board, members - 1, up: false);
            Print("top 100", start, 10_000);

            start = Start.Now();
            for (var i = 0; i < 10_000; i++) sum += Walk(board, picks[i] % (members - 100), up: true);
            Print("100 from any rank", start, 10_000);
            GC.KeepAlive(sum);
        }
    }

    private static double Walk(SortedSet board, int rank, bool up)
    {
        var sum = 0.0;
        var cursor = board.At(rank);
        for (var i = 0; i < 100; i++)
        {
            sum += cursor.Score + cursor.Member[^1];
            if (!(up ? cursor.MoveNext() : cursor.MovePrevious())) break;
        }
        return sum;
    }

    /// <summary>Time by the wall and time on the processor: on a machine that others use, the second is the one to compare.</summary>
    private static void Print(string what, Start start, int operations)
    {
        var wall = Stopwatch.GetElapsedTime(start.Wall).TotalNanoseconds / operations;
        var processor = (Environment.CpuUsage.TotalTime - start.Processor).TotalNanoseconds / operations;
        Console.WriteLine($"{what,-26} {wall,10:F0} ns {processor,10:F0} ns of processor");
    }

    private readonly record struct Start(long Wall, TimeSpan Processor)
    {
        public static Start Now() => new(Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
    }

    private static long Resident()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
