using System.Diagnostics;
using AkkaCache.Multinode.Load.Workloads;
using static AkkaCache.Multinode.Checks.Made;

namespace AkkaCache.Multinode.Checks;

public sealed class BoardAndExpiryCheckTests
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData("10000", false, 0)]
    [InlineData("9999", false, 1)]
    [InlineData("0", false, 1)]
    [InlineData("0", true, 0)]
    [InlineData("-5", true, 1)]
    public void Sum_of_a_board_stays_the_same(string sum, bool mayBeAbsent, int wrong)
    {
        Assert.Equal("10000", Transfers.Sum);
        Assert.Equal((0, wrong), Found((history, findings) => TransferCheck.Look(history, mayBeAbsent, findings), Sum(1, 2, sum)));
    }

    [Fact]
    public void Key_is_there_while_it_lives_and_not_longer()
    {
        Expect(0, 0, 0.5, "v");
        Expect(0, 0, 1.5, null);
        // Around its end both are right.
        Expect(0, 0, 1.0, "v");
        Expect(0, 0, 1.0, null);
    }

    [Fact]
    public void Key_that_lives_longer_is_wrong() => Expect(0, 1, 1.2, "v");

    [Fact]
    public void Key_that_goes_earlier_is_lost() => Expect(1, 0, 0.5, null);

    [Fact]
    public void Value_that_nobody_wrote_is_wrong() => Expect(0, 1, 0.5, "w");

    private static void Expect(int lost, int wrong, double readAfterSeconds, string? value)
    {
        var at = (long)(readAfterSeconds * Stopwatch.Frequency);
        Assert.Equal((lost, wrong), Found(ExpiryCheck.Look, Expiring(0, 1, Life), Get(at, at + 1, value)));
    }
}
