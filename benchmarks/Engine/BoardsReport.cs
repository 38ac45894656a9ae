using System.Diagnostics;
using AkkaCache.Engine.SortedSets;

namespace AkkaCache.Engine.Benchmarks;

/// <summary>What BenchmarkDotNet does not show: memory per member and the unluckiest Set of a growing board; and quick figures for tuning.</summary>
internal static class BoardsReport
{
    private const int Operations = 500_000;
    private const int Walks = 20_000;
    private const int Rounds = 5;
    private const int Top = 100;
    private const int HighestScore = 100_000_000;

    private static readonly Random Random = new(7);
    private static readonly byte[] NameBytes = BoardNames.Name(0);

    public static void Run(int members)
    {
        var residentBefore = Resident();
        using var board = new SortedSet(1);
        Grow(board, members);
        Console.WriteLine($"bytes per member, grown    {board.UsedBytes / (double)members,10:F1} ({BoardNames.Bytes} of them name)");
        Console.WriteLine($"resident                   {(Resident() - residentBefore) / 1e6,10:F1} MB");

        Print("a name (in all below)", Operations, () => Any(members)[^1]);
        Print("score", Operations, () => board.TryGetScore(Any(members), out var score) ? score : 0);
        Print("rank", Operations, () => board.RankOf(Any(members), out _));
        Print("move anywhere", Operations, () => (double)board.Set(Any(members), Random.Next(HighestScore)));
        Print("score and small move", Operations, () => board.TryGetScore(Any(members), out var score) ? (double)board.Set(NameBytes, score + 10) : 0);
        Print("count below", Operations, () => board.CountBelow(Random.Next(HighestScore), orEqual: false));
        Print("top 100", Walks, () => Walk(board, members - 1, up: false));
        Print("100 from any rank", Walks, () => Walk(board, Random.Next(members - Top), up: true));
        Console.WriteLine($"bytes per member, moved    {board.UsedBytes / (double)members,10:F1}");

        var start = Stopwatch.GetTimestamp();
        board.Clear();
        Console.WriteLine($"clear                      {Stopwatch.GetElapsedTime(start).TotalMicroseconds,10:F0} us");
        Ties(members);
    }

    private static void Grow(SortedSet board, int members)
    {
        var order = new int[members];
        for (var i = 0; i < members; i++) order[i] = i;
        Random.Shuffle(order);
        // The first sets would measure the compiler.
        WarmUp(order);

        var took = new long[members];
        for (var i = 0; i < members; i++)
        {
            BoardNames.Write(NameBytes, order[i]);
            var score = Random.Next(HighestScore);
            var before = ThreadClock.Nanoseconds();
            board.Set(NameBytes, score);
            took[i] = ThreadClock.Nanoseconds() - before;
        }
        Array.Sort(took);
        Console.WriteLine($"add, median                {took[members / 2] / 1e3,10:F2} us of processor, two readings of its clock included");
        Console.WriteLine($"add, 1 in 10 000 over      {took[(int)(members * 0.9999)] / 1e3,10:F0} us");
        Console.WriteLine($"add, three worst           {took[^3] / 1e3,10:F0}, {took[^2] / 1e3:F0}, {took[^1] / 1e3:F0} us");
    }

    private static void WarmUp(int[] order)
    {
        using var board = new SortedSet(2);
        foreach (var number in order.AsSpan(0, Math.Min(order.Length, 200_000)))
        {
            BoardNames.Write(NameBytes, number);
            board.Set(NameBytes, Random.Next(HighestScore));
        }
        foreach (var number in order.AsSpan(0, Math.Min(order.Length, 200_000)))
        {
            BoardNames.Write(NameBytes, number);
            board.Set(NameBytes, Random.Next(HighestScore));
        }
    }

    /// <summary>The hard case for a search: all scores equal, every comparison reads a name.</summary>
    private static void Ties(int members)
    {
        using var board = new SortedSet(3);
        for (var i = 0; i < members; i++)
        {
            BoardNames.Write(NameBytes, i);
            board.Set(NameBytes, 1);
        }
        Console.WriteLine($"bytes per member, in order {board.UsedBytes / (double)members,10:F1}");
        Print("all equal: rank", Operations, () => board.RankOf(Any(members), out _));
        Print("all equal: remove and add", Operations, () => board.Remove(Any(members)) ? (double)board.Set(NameBytes, 1) : 0);
    }

    private static ReadOnlySpan<byte> Any(int members)
    {
        BoardNames.Write(NameBytes, Random.Next(members));
        return NameBytes;
    }

    private static double Walk(SortedSet board, int rank, bool up)
    {
        var sum = 0.0;
        var cursor = board.At(rank);
        for (var i = 0; i < Top && cursor.IsValid; i++)
        {
            sum += cursor.Score + cursor.Member[^1];
            if (up) cursor.MoveNext();
            else cursor.MovePrevious();
        }
        return sum;
    }

    /// <summary>The best of a few rounds, by the wall and by the processor: on a machine that others use, the second is the one to compare.</summary>
    private static void Print(string what, int operations, Func<double> operation)
    {
        double wall = double.MaxValue, processor = double.MaxValue, sum = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var wallStart = Stopwatch.GetTimestamp();
            var processorStart = Environment.CpuUsage.TotalTime;
            for (var i = 0; i < operations; i++) sum += operation();
            wall = Math.Min(wall, Stopwatch.GetElapsedTime(wallStart).TotalNanoseconds / operations);
            processor = Math.Min(processor, (Environment.CpuUsage.TotalTime - processorStart).TotalNanoseconds / operations);
        }
        GC.KeepAlive(sum);
        Console.WriteLine($"{what,-26} {wall,10:F0} ns {processor,10:F0} ns of processor");
    }

    private static long Resident()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
