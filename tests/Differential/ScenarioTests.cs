using AkkaCache.Differential.Running;
using AkkaCache.Differential.Scenarios;
using AkkaCache.Differential.Servers;

namespace AkkaCache.Differential;

/// <summary>The daemon against redis-server on hand-written scenarios.</summary>
public sealed class ScenarioTests
{
    [SkippableTheory]
    [InlineData(2)]
    [InlineData(3)]
    public Task Daemon_and_redis_agree_on_transactions(int protocol) => PlayAll(TransactionScenarios.All, protocol);

    [SkippableTheory]
    [InlineData(2)]
    [InlineData(3)]
    public Task Daemon_and_redis_agree_on_publish_and_subscribe(int protocol) => PlayAll(PubSubScenarios.All, protocol);

    [SkippableTheory]
    [InlineData(2)]
    [InlineData(3)]
    public Task Daemon_and_redis_agree_on_connections(int protocol) => PlayAll(ConnectionScenarios.All, protocol);

    [SkippableFact]
    public Task Daemon_and_redis_agree_on_passwords() => PlayAll([("passwords", ConnectionScenarios.Passwords)], protocol: 2);

    private static async Task PlayAll((string Name, string Text)[] scenarios, int protocol)
    {
        await using var servers = await FreshServers.StartAsync();
        var differences = new List<string>();
        foreach (var (name, text) in scenarios)
        {
            // Stays open, so that its own end cannot be seen by the scenario either.
            using var control = new Duet(servers.Pair);
            AwaitNobodyElse(control);
            using var player = new ScenarioPlayer(servers.Pair, protocol, control);
            if (player.Play(text) is { } difference) differences.Add($"{name}: {difference}");
        }
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    /// <summary>The connections of the scenario before are closed, but a server may not have come to it yet.</summary>
    private static void AwaitNobodyElse(Duet control)
    {
        var alone = SpinWait.SpinUntil(
            () =>
            {
                var (expected, actual) = control.Ask("CLIENT", "LIST");
                return expected.AsString.Count(c => c == '\n') == 1 && actual.AsString.Count(c => c == '\n') == 1;
            },
            TimeSpan.FromSeconds(20));
        Assert.True(alone, "connections that were closed are still there");
    }
}
