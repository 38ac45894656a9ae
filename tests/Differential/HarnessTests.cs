using AkkaCache.Differential.Comparison;
using AkkaCache.Differential.Running;
using AkkaCache.Differential.Servers;
using AkkaCache.Testing;
using Xunit.Abstractions;

namespace AkkaCache.Differential;

/// <summary>The comparison tested by itself: it finds nothing where nothing is, and finds what was planted.</summary>
public sealed class HarnessTests(ITestOutputHelper output)
{
    private const int Sequences = 200;

    [SkippableTheory]
    [InlineData(2)]
    [InlineData(3)]
    public void Redis_against_redis_gives_no_difference(int protocol)
    {
        Skip.If(RedisProcess.WhyUnavailable() is not null, RedisProcess.WhyUnavailable());
        using var one = RedisProcess.Start();
        using var other = RedisProcess.Start();
        var coverage = new Coverage();
        var reports = Campaign.Run(new ServerPair(one.EndPoint, other.EndPoint), protocol, firstSeed: 500_000, Sequences, coverage);
        output.WriteLine(coverage.Table());
        Assert.True(reports.Count == 0, string.Join('\n', reports));
    }

    [SkippableFact]
    public void Wrong_reply_is_found_and_shrunk_to_the_command_that_shows_it()
    {
        var report = FindPlanted(inReplies: true, "+zset\r"u8, "+list\r"u8);
        Assert.Contains("shortest sequence found (1 steps)", report, StringComparison.Ordinal);
        Assert.Contains("TYPE", report, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Write_that_is_answered_but_not_done_is_found_by_the_state_afterwards()
    {
        var report = FindPlanted(inReplies: false, "$6\r\nUNLINK"u8, "$6\r\nEXISTS"u8);
        Assert.Contains("UNLINK", report, StringComparison.Ordinal);
    }

    private string FindPlanted(bool inReplies, ReadOnlySpan<byte> find, ReadOnlySpan<byte> replacement)
    {
        Skip.If(RedisProcess.WhyUnavailable() is not null, RedisProcess.WhyUnavailable());
        using var reference = RedisProcess.Start();
        using var candidate = RedisProcess.Start();
        using var proxy = new ReplacingProxy(candidate.EndPoint, inReplies, find, replacement);
        var reports = Campaign.Run(new ServerPair(reference.EndPoint, proxy.EndPoint), protocol: 2, firstSeed: 1, sequences: 40, new Coverage());
        Assert.NotEmpty(reports);
        output.WriteLine(reports[0]);
        return reports[0];
    }
}
