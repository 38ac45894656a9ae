using AkkaCache.Multinode.Checks;
using AkkaCache.Multinode.Load;
using AkkaCache.Testing;

namespace AkkaCache.Multinode.Proof;

/// <summary>The check of whole boards, on a server that is right and with a record that says something else.</summary>
public sealed class BoardCheckTests : IDisposable
{
    private const string Board = "board";

    private readonly RedisProcess? _redis = RedisProcess.WhyUnavailable() is null ? RedisProcess.Start() : null;

    public void Dispose() => _redis?.Dispose();

    [SkippableFact]
    public void Board_that_is_as_its_members_were_read_is_right() => Assert.Equal(0, Wrong(("a", "2"), ("b", "1"), ("c", "2"), ("d", "-0.5")));

    [SkippableFact]
    public void Member_with_another_score_is_found() => Assert.Equal(1, Wrong(("a", "3"), ("b", "1")));

    [SkippableFact]
    public void Member_that_is_missing_is_found() => Assert.Equal(1, Wrong(("a", "2"), ("e", "1")));

    [SkippableFact]
    public void Board_that_is_none_is_found()
    {
        Skip.If(_redis is null, RedisProcess.WhyUnavailable());
        Conversation.Ask(_redis.EndPoint, "SET", Board, "no board");
        Assert.Equal(1, Look([]));
    }

    private int Wrong(params (string Member, string Score)[] read)
    {
        Skip.If(_redis is null, RedisProcess.WhyUnavailable());
        Conversation.Ask(_redis.EndPoint, "ZADD", Board, "2", "a", "1", "b", "2", "c", "-0.5", "d");
        return Look([.. read.Select(read => Made.Final(read.Score, $"{Board} {read.Member}"))]);
    }

    private int Look(LoadOperation[] reads)
    {
        var findings = new Findings();
        BoardCheck.Look(_redis!.EndPoint, [Board], new History(reads), findings);
        return findings.Wrong;
    }
}
