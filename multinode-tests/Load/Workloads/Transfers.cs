using System.Globalization;
using AkkaCache.Testing.Cluster;

namespace AkkaCache.Multinode.Load.Workloads;

/// <summary>Points that go from one member of a board to another in transactions, so that their sum stays the same whatever is lost or unknown.</summary>
internal sealed class Transfers(string prefix, int boards) : IWorkload
{
    /// <summary>Few, so that reading them all is cheap.</summary>
    private const int Members = 10;

    private const int StartScore = 1_000;
    private const int MaxPoints = 100;
    private const int ReadsInTen = 3;

    public static string Sum { get; } = (Members * StartScore).ToString(CultureInfo.InvariantCulture);

    public IEnumerable<Request> Preparation() => Enumerable.Range(0, boards).Select(board =>
        Request.Of(Operation(board, OperationKind.Set), ["ZADD", Key(board), .. Enumerable.Range(0, Members).SelectMany(member => new[] { $"{StartScore}", Member(member) })]));

    public IEnumerable<string> Boards => Enumerable.Range(0, boards).Select(Key);

    public Request Next(Random random)
    {
        var board = random.Next(boards);
        return random.Next(10) < ReadsInTen ? ReadSum(board) : Transfer(board, random);
    }

    public IEnumerable<Request> Reads() => Enumerable.Range(0, boards).Select(ReadSum);

    private static Request Transfer(LoadOperation operation, string key, int points, string from, string to) =>
        Request.Transaction(operation, ["ZINCRBY", key, $"-{points}", from], ["ZINCRBY", key, $"{points}", to]);

    private Request Transfer(int board, Random random)
    {
        var (points, from) = (1 + random.Next(MaxPoints), random.Next(Members));
        var to = (from + 1 + random.Next(Members - 1)) % Members;
        return Transfer(Operation(board, OperationKind.Transfer), Key(board), points, Member(from), Member(to));
    }

    private Request ReadSum(int board) => Request.Of(Operation(board, OperationKind.Sum), "ZRANGE", Key(board), "0", "-1", "WITHSCORES") with { Read = Request.SumOfScores };

    private LoadOperation Operation(int board, OperationKind kind) => new() { Kind = kind, Subject = Key(board), Partition = Spread.Partition(board) };

    private string Key(int board) => PartitionKeys.KeyIn(Spread.Partition(board), $"{prefix}:bank:{board}");

    private static string Member(int member) => $"m{member}";
}
