using AkkaCache.Engine.SortedSets;
using BenchmarkDotNet.Attributes;

namespace AkkaCache.Engine.Benchmarks;

/// <summary>A board of random members with random scores: what one command costs inside the process, beside the naive twin in the same run.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class BoardsBenchmarks
{
    private const int Top = 100;
    private const int HighestScore = 100_000_000;

    private readonly Random _random = new(7);
    private readonly byte[] _name = BoardNames.Name(0);
    private SortedSet _board = null!;
    private NaiveBoard _naive = null!;
    // The naive twin's members are strings that exist; making them is not its cost.
    private string[] _strings = null!;

    /// <summary>Members of the board.</summary>
    [Params(100_000, 1_000_000)]
    public int Members { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        _board = new SortedSet(1);
        _naive = new NaiveBoard();
        _strings = new string[Members];
        var order = new int[Members];
        for (var i = 0; i < Members; i++) order[i] = i;
        _random.Shuffle(order);
        foreach (var number in order)
        {
            var score = _random.Next(HighestScore);
            BoardNames.Write(_name, number);
            _board.Set(_name, score);
            _strings[number] = System.Text.Encoding.ASCII.GetString(_name);
            _naive.Set(_strings[number], score);
        }
    }

    [GlobalCleanup]
    public void Drop() => _board.Dispose();

    [Benchmark]
    public SetResult Move() => _board.Set(AnyName(), _random.Next(HighestScore));

    [Benchmark]
    public SetResult SmallMove()
    {
        var name = AnyName();
        _board.TryGetScore(name, out var score);
        return _board.Set(name, score + 10);
    }

    [Benchmark]
    public int Rank() => _board.RankOf(AnyName(), out _);

    [Benchmark]
    public double Score() => _board.TryGetScore(AnyName(), out var score) ? score : 0;

    [Benchmark]
    public double Top100()
    {
        var sum = 0.0;
        var cursor = _board.At(Members - 1);
        for (var i = 0; i < Top && cursor.IsValid; i++, cursor.MovePrevious()) sum += cursor.Score + cursor.Member[^1];
        return sum;
    }

    [Benchmark]
    public double HundredFromAnyRank()
    {
        var sum = 0.0;
        var cursor = _board.At(_random.Next(Members - Top));
        for (var i = 0; i < Top && cursor.IsValid; i++, cursor.MoveNext()) sum += cursor.Score + cursor.Member[^1];
        return sum;
    }

    [Benchmark]
    public void NaiveMove() => _naive.Set(AnyString(), _random.Next(HighestScore));

    [Benchmark]
    public int NaiveRank() => _naive.Rank(AnyString());

    [Benchmark]
    public double NaiveScore() => _naive.Score(AnyString());

    [Benchmark]
    public double NaiveTop100() => _naive.Top(Top);

    private ReadOnlySpan<byte> AnyName()
    {
        BoardNames.Write(_name, _random.Next(Members));
        return _name;
    }

    private string AnyString() => _strings[_random.Next(Members)];
}
