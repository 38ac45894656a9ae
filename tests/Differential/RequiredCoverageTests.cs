using AkkaCache.Differential.Comparison;
using AkkaCache.Differential.Servers;
using AkkaCache.Testing.Wire;

namespace AkkaCache.Differential;

/// <summary>The list of what a run must meet is complete, and a run that lacks something is found out.</summary>
public sealed class RequiredCoverageTests
{
    [Fact]
    public async Task Every_command_and_option_of_the_daemon_is_required_or_left_out_for_a_reason()
    {
        await using var candidate = await Candidate.StartAsync();
        using var connection = new RespConnection(candidate.EndPoint);
        connection.Send("HELLO 3\r\nCOMMAND DOCS\r\n"u8);
        connection.Read();
        var table = CommandSyntax.Labels(connection.Read());
        Assert.Contains("CLIENT KILL SKIPME", table);
        Assert.Contains("ZADD GT", table);
        Assert.Empty(RequiredCoverage.Forgotten(table));
    }

    [Fact]
    public void Option_that_nobody_listed_is_found() => Assert.Equal(["SET NOVELTY"], RequiredCoverage.Forgotten(["SET", "SET EX", "SET IFEQ", "SET NOVELTY"]));

    [Fact]
    public void Starving_generator_is_found()
    {
        var gaps = RequiredCoverage.Gaps(new Coverage());
        Assert.Contains("ZADD GT: 0 successes of 100", gaps);
        Assert.Contains("ZADD GT: 0 errors of 10", gaps);
        Assert.DoesNotContain(gaps, gap => gap.StartsWith("QUIT: 0 errors", StringComparison.Ordinal));
    }
}
