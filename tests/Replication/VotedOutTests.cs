using AkkaCache.Protocol.Topology;

namespace AkkaCache.Replication.Tests;

/// <summary>
/// Members hear at different times that one is gone. While the first voted it out and the next, for whom it was still there, voted it in again, voters changed five times after one kill, and each change threw candidacies back.
/// </summary>
public class VotedOutTests
{
    private static readonly NodeId First = new("n1");
    private static readonly NodeId Second = new("n2");
    private static readonly NodeId Third = new("n3");

    private readonly RulesNetwork _network = new(new ReplicationSettings(), First, Second, Third);

    [Fact]
    public void Node_that_was_voted_out_is_not_voted_in_by_those_who_have_not_heard_that_it_is_gone()
    {
        _network.Pass(TimeSpan.FromSeconds(5));
        var before = _network[Second].Configuration;
        Assert.True(before.IsOf([First, Second, Third]));
        _network[First].Desire([First, Second], [Third]);
        _network.Pass(TimeSpan.FromSeconds(10), silent: Third);
        Assert.True(_network[First].Configuration.IsOf([First, Second]));
        Assert.Equal(before.Number + 1, _network[First].Configuration.Number);
        Assert.Equal(_network[First].Configuration, _network[Second].Configuration, (one, other) => one.Number == other.Number);
    }
}
