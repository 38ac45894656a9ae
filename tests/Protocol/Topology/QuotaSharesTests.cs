using AkkaCache.Protocol.Topology;
using CsCheck;

namespace AkkaCache.Protocol.Tests.Topology;

public class QuotaSharesTests
{
    [Fact]
    public void Targets_sum_to_the_total_and_lie_between_floor_and_ceiling()
    {
        Gen.Select(Gen.Int[1, 16].Array[1, 20], Gen.Int[1, 7], Gen.Int[0, 300]).Sample((weights, wantedCopies, seed) =>
        {
            var copies = Math.Min(wantedCopies, weights.Length);
            var held = weights.Select((_, i) => (seed * (i + 3)) % 60).ToArray();
            var quotas = QuotaShares.Of(Members(weights), 256 * copies, 256, held);
            Assert.Equal(256 * copies, quotas.Sum(quota => quota.Target));
            Assert.All(quotas, quota =>
            {
                Assert.InRange(quota.Target, quota.Floor, quota.Ceiling);
                Assert.InRange(quota.Ceiling - quota.Floor, 0, 1);
                Assert.InRange(quota.Ceiling, 0, 256);
            });
        });
    }

    [Fact]
    public void Excess_of_a_heavy_member_is_shared_by_weight()
    {
        var quotas = QuotaShares.Of(Members(100, 1, 3), 512, 256, [0, 0, 0]);
        Assert.Equal([256, 64, 192], quotas.Select(quota => quota.Target));
    }

    [Fact]
    public void Ceiling_goes_to_the_member_that_is_above_its_floor()
    {
        var quotas = QuotaShares.Of(Members(1, 1, 1), 256, 256, [85, 85, 86]);
        Assert.Equal([85, 85, 86], quotas.Select(quota => quota.Target));
    }

    private static RingMember[] Members(params int[] weights) => [.. weights.Select((weight, i) => new RingMember(new NodeId("n" + i), weight))];
}
