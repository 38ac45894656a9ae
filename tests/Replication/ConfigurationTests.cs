using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Voters;
using CsCheck;

namespace AkkaCache.Replication.Tests;

public class ConfigurationTests
{
    private static NodeId[] Names(int count) => [.. Enumerable.Range(1, count).Select(number => new NodeId($"n{number}"))];

    /// <summary>The one property on which everything rests: two quorums of a set always share a voter.</summary>
    [Fact]
    public void Any_two_quorums_meet() => Gen.Select(Gen.Int[1, 8], Gen.Int[0, 255], Gen.Int[0, 255]).Sample((count, first, second) =>
    {
        var names = Names(count);
        var configuration = Configuration.First(names);
        var one = names.Where((_, i) => (first >> i & 1) == 1).ToArray();
        var other = names.Where((_, i) => (second >> i & 1) == 1).ToArray();
        if (configuration.IsQuorum(one) && configuration.IsQuorum(other)) Assert.NotEmpty(one.Intersect(other));
    });

    [Theory]
    [InlineData(1, new[] { 1 }, true)]
    [InlineData(2, new[] { 1 }, true)]
    [InlineData(2, new[] { 2 }, false)]
    [InlineData(3, new[] { 1 }, false)]
    [InlineData(3, new[] { 2, 3 }, true)]
    [InlineData(4, new[] { 1, 4 }, true)]
    [InlineData(4, new[] { 3, 4 }, false)]
    public void Quorum_is_more_than_half_or_half_with_the_lowest_ordinal(int voters, int[] present, bool isQuorum)
        => Assert.Equal(isQuorum, Configuration.First(Names(voters)).IsQuorum([.. present.Select(number => new NodeId($"n{number}"))]));

    [Fact]
    public void Strangers_do_not_count() => Assert.False(Configuration.First(Names(3)).IsQuorum([new NodeId("n1"), new NodeId("x"), new NodeId("y")]));

    [Fact]
    public void Those_that_stay_keep_their_ordinals_and_no_ordinal_is_used_twice()
    {
        var names = Names(5);
        var first = Configuration.First(names[..3]);
        var second = first.Next([names[2], names[3]]);
        var third = second.Next([names[0], names[2], names[4]]);
        Assert.Equal([new Voter(names[2], 3), new Voter(names[3], 4)], second.Voters.ToArray());
        Assert.Equal([new Voter(names[2], 3), new Voter(names[0], 5), new Voter(names[4], 6)], third.Voters.ToArray());
        Assert.Equal(3, third.Number);
    }
}
