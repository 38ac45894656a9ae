using AkkaCache.Testing.Wire;

namespace AkkaCache.Multinode.Load;

public sealed class OutcomesTests
{
    private static readonly Reply Ok = Reply.Leaf(ReplyKind.Simple, "OK");
    private static readonly Reply Queued = Reply.Leaf(ReplyKind.Simple, "QUEUED");
    private static readonly Reply ClusterDown = Error("CLUSTERDOWN Hash slot not served");

    [Theory]
    [InlineData("CLUSTERDOWN Hash slot not served", Outcome.NotExecuted)]
    [InlineData("NOREPLICAS Not enough good replicas to write.", Outcome.NotExecuted)]
    [InlineData("LOADING the partition is moving", Outcome.NotExecuted)]
    [InlineData("MOVED 1 127.0.0.1:1", Outcome.NotExecuted)]
    [InlineData("UNKNOWN the write may have been executed", Outcome.Unknown)]
    [InlineData("ERR unknown command 'UNKNOWN'", Outcome.Unexpected)]
    [InlineData("WRONGTYPE Operation against a key holding the wrong kind of value", Outcome.Unexpected)]
    [InlineData("CLUSTERDOWNED", Outcome.Unexpected)]
    internal void Error_says_whether_the_command_was_executed(string error, Outcome outcome) => Assert.Equal(outcome, Outcomes.Of([Error(error)]));

    [Fact]
    public void Anything_else_is_an_answer()
    {
        Assert.Equal(Outcome.Answered, Outcomes.Of([Ok]));
        Assert.Equal(Outcome.Answered, Outcomes.Of([Reply.Leaf(ReplyKind.NullBulk)]));
        Assert.Equal(Outcome.Unexpected, Outcomes.Of([Reply.Leaf(ReplyKind.Rubbish, "HTTP")]));
    }

    [Fact]
    public void Transaction_is_executed_as_a_whole_or_not_at_all()
    {
        Assert.Equal(Outcome.Answered, Outcomes.Of([Ok, Queued, Queued, Reply.Aggregate(ReplyKind.Array, Ok, Ok)]));
        Assert.Equal(Outcome.NotExecuted, Outcomes.Of([Ok, ClusterDown, Queued, Error("EXECABORT Transaction discarded because of previous errors.")]));
        Assert.Equal(Outcome.NotExecuted, Outcomes.Of([Ok, Queued, Queued, ClusterDown]));
        Assert.Equal(Outcome.Unknown, Outcomes.Of([Ok, Queued, Queued, Error("UNKNOWN")]));
        Assert.Equal(Outcome.Unexpected, Outcomes.Of([Ok, Error("ERR syntax error"), Queued, Error("EXECABORT")]));
        Assert.Equal(Outcome.Unexpected, Outcomes.Of([Ok, Queued, Queued, Reply.Aggregate(ReplyKind.Array, Ok, ClusterDown)]));
        Assert.Equal(Outcome.Unexpected, Outcomes.Of([ClusterDown, Ok, Ok, Error("ERR EXEC without MULTI")]));
    }

    private static Reply Error(string text) => Reply.Leaf(ReplyKind.Error, text);
}
