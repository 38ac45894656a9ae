using Akka.Actor;
using Akka.Cluster;
using AkkaCache.Node.Placement.Downing;

namespace AkkaCache.Node.Tests.Placement.Downing;

/// <summary>Nodes 1 to N by age and by address; "1-2" says that 1 hears nothing of 2.</summary>
public class DowningRuleTests
{
    [Theory]

    // All hear each other.
    [InlineData(5, "", "")]

    // One died: nobody hears it.
    [InlineData(5, "1-4 2-4 3-4 5-4", "4")]

    // It hears nobody, or nobody hears it, and gossip brings what both say.
    [InlineData(5, "1-4 2-4 3-4 5-4 4-1 4-2 4-3 4-5", "4")]

    // Two sides, as each sees it.
    [InlineData(5, "1-4 1-5 2-4 2-5 3-4 3-5", "4 5")]
    [InlineData(5, "4-1 4-2 4-3 5-1 5-2 5-3", "4 5")]

    // Two do not hear each other, all others hear both.
    [InlineData(5, "4-5 5-4", "")]
    [InlineData(3, "1-2 2-1", "")]

    // Two halves with one that hears both.
    [InlineData(5, "1-3 1-4 2-3 2-4 3-1 3-2 4-1 4-2", "")]

    // The same, and one died.
    [InlineData(6, "1-3 3-1 1-6 2-6 3-6 4-6 5-6", "6")]

    // Halves: the lowest address stays.
    [InlineData(4, "1-3 1-4 2-3 2-4", "3 4")]
    [InlineData(4, "3-1 3-2 4-1 4-2", "3 4")]
    [InlineData(2, "1-2", "2")]
    [InlineData(2, "2-1", "2")]

    // Three parts, none with half.
    [InlineData(6, "1-3 1-4 1-5 1-6 2-3 2-4 2-5 2-6 3-5 3-6 4-5 4-6", "1 2 3 4 5 6")]
    public void Majority_stays(int nodes, string silent, string leaving) => AssertLeaving(SplitBrainStrategy.KeepMajority, 0, nodes, silent, leaving);

    [Theory]
    [InlineData(3, "1-4 1-5 2-4 2-5 3-4 3-5", "4 5")]
    [InlineData(4, "1-4 1-5 2-4 2-5 3-4 3-5", "1 2 3 4 5")]
    [InlineData(2, "1-4 1-5 2-4 2-5 3-4 3-5", "4 5")]
    [InlineData(4, "4-5 5-4", "")]
    public void Part_with_a_quorum_stays(int quorum, string silent, string leaving) => AssertLeaving(SplitBrainStrategy.StaticQuorum, quorum, 5, silent, leaving);

    [Theory]
    [InlineData(5, "1-3 1-4 1-5 2-3 2-4 2-5", "3 4 5")]
    [InlineData(5, "2-1 3-1 4-1 5-1", "1")]
    [InlineData(2, "1-2", "2")]
    [InlineData(2, "2-1", "2")]
    public void Part_of_the_oldest_stays_unless_that_is_alone(int nodes, string silent, string leaving) => AssertLeaving(SplitBrainStrategy.KeepOldest, 0, nodes, silent, leaving);

    [Theory]
    [InlineData("", "")]
    [InlineData("1-3 2-3", "1 2 3")]
    public void Nobody_stays(string silent, string leaving) => AssertLeaving(SplitBrainStrategy.DownAll, 0, 3, silent, leaving);

    [Fact]
    public void Node_that_is_still_let_in_has_no_say_and_leaves_with_its_part()
    {
        var view = View(4, "1-3 1-4 2-3 2-4") with { Members = [Member(1), Member(2), Member(3), Member(4) with { Counts = false }] };
        Assert.Equal([Node(3), Node(4)], DowningRule.Leaving(view, SplitBrainStrategy.KeepMajority, 0).Order());
    }

    private static void AssertLeaving(SplitBrainStrategy strategy, int quorum, int nodes, string silent, string leaving)
    {
        var found = DowningRule.Leaving(View(nodes, silent), strategy, quorum).Order();
        Assert.Equal(leaving.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => Node(int.Parse(number, System.Globalization.CultureInfo.InvariantCulture))), found);
    }

    private static DowningView View(int nodes, string silent) => new(
        [.. Enumerable.Range(1, nodes).Select(Member)],
        silent.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => (Node(pair[0] - '0'), Node(pair[2] - '0'))).ToHashSet());

    private static DowningMember Member(int number) => new(Node(number), Counts: true);

    private static UniqueAddress Node(int number) => new(new Address("akka.tcp", "akkacache", "127.0.0.1", 4050 + number), number);
}
