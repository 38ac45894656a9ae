using System.Diagnostics;
using System.Net;
using AkkaCache.Multinode.Checks;
using AkkaCache.Multinode.Load;
using AkkaCache.Multinode.Load.Workloads;
using AkkaCache.Testing;
using Xunit.Abstractions;

namespace AkkaCache.Multinode.Proof;

/// <summary>Load and checkers together, on a server that is right: they find nothing where nothing is, and find what was planted.</summary>
public sealed class RedisLoadTests(ITestOutputHelper output)
{
    private const int Operations = 6_000;

    private static readonly LoadLimits Limits = new() { OperationsPerSecond = 4_000, ReplyTimeout = TimeSpan.FromSeconds(2) };

    [SkippableFact]
    public async Task Load_on_redis_is_answered_and_found_right()
    {
        using var redis = StartRedis();
        var history = await PlayAsync(redis.EndPoint, redis.EndPoint);
        Assert.True(history.Answered == history.Operations.Count, $"{history}");
        var findings = Judge.Sync(history);
        output.WriteLine($"{history}, {findings.Counts}");
        Assert.True(findings.IsClean, findings.ToString());
        Assert.True(Judge.Async(history, Stopwatch.GetTimestamp()).Findings.IsClean);
        Assert.True(Judge.None(history, new HashSet<int>(), Stopwatch.GetTimestamp()).Findings.IsClean);
    }

    /// <summary>Some of what is unknown then was executed and some was not; neither is an error.</summary>
    [SkippableFact]
    public async Task Connections_cut_while_operations_are_in_flight_make_them_unknown_and_nothing_wrong()
    {
        using var redis = StartRedis();
        using var proxy = new CuttingProxy(redis.EndPoint);
        var history = await PlayAsync(proxy.EndPoint, redis.EndPoint, async load =>
        {
            for (var cuts = 0; cuts < 20; cuts++)
            {
                // So that requests arrive whose replies do not.
                proxy.IsMute = true;
                await load.UntilOperationsAsync(40, DaemonProcess.Patience);
                proxy.Cut();
                proxy.IsMute = false;
                await load.UntilOperationsAsync(100, DaemonProcess.Patience);
            }
        });
        var findings = Judge.Sync(history);
        output.WriteLine($"{history}, {findings.Counts}");
        Assert.InRange(history.Unknown, 20, history.Operations.Count / 2);
        Assert.Equal(0, history.NotExecuted + history.Unexpected);
        Assert.True(findings.IsClean, findings.ToString());
    }

    [SkippableFact]
    public async Task Server_that_says_nothing_makes_operations_unknown_after_a_while()
    {
        using var redis = StartRedis();
        using var proxy = new CuttingProxy(redis.EndPoint);
        await using var load = RespLoad.Start([proxy.EndPoint], Mix.OfEverything("t"), Limits);
        proxy.IsMute = true;
        await load.UntilOperationsAsync(2 * Limits.MaxInFlight * Limits.ConnectionsPerNode, DaemonProcess.Patience);
        proxy.IsMute = false;
        await load.UntilOperationsAsync(1_000, DaemonProcess.Patience);
        var history = await load.StopAsync();
        Assert.InRange(history.Unknown, Limits.MaxInFlight * Limits.ConnectionsPerNode, history.Operations.Count - 1);
    }

    /// <summary>Each tampers with what the load left, as a server would that lost or invented something.</summary>
    public static TheoryData<string, string> Tamperings => new()
    {
        { "register gone", "lost" },
        { "register of an earlier time", "lost" },
        { "register of another", "wrong" },
        { "member of a board gone", "lost" },
        { "one of a pair", "wrong" },
        { "counter one less", "lost" },
        { "counter one more", "wrong" },
        { "list without its end", "lost" },
        { "list without its beginning", "lost" },
        { "points out of nothing", "wrong" },
        { "key that does not expire", "wrong" },
    };

    [SkippableTheory]
    [MemberData(nameof(Tamperings))]
    public async Task Tampering_is_found(string what, string expected)
    {
        using var redis = StartRedis();
        var history = await PlayAsync(redis.EndPoint, redis.EndPoint, history => Tampering.Do(what, history, redis.EndPoint));
        var findings = Judge.Sync(history);
        output.WriteLine(findings.ToString());
        Assert.True(expected == "lost" ? findings.Lost > 0 : findings.Wrong > 0, findings.ToString());
    }

    [SkippableFact]
    public async Task Insert_gone_from_among_others_is_found_by_all_modes()
    {
        using var redis = StartRedis();
        var history = await PlayAsync(redis.EndPoint, redis.EndPoint, history => Tampering.Do("insert gone", history, redis.EndPoint));
        var now = Stopwatch.GetTimestamp();
        Assert.Equal(1, Judge.Sync(history).Lost);
        Assert.Equal(1, Judge.Async(history, now).Findings.Wrong);
        Assert.Equal(1, Judge.None(history, new HashSet<int>(), now).Findings.Lost);
    }

    [SkippableFact]
    public async Task Everything_gone_is_what_a_kill_may_take_in_none_and_too_much_for_sync()
    {
        using var redis = StartRedis();
        var history = await PlayAsync(redis.EndPoint, redis.EndPoint, _ => Conversation.Ask(redis.EndPoint, "FLUSHALL"));
        var now = Stopwatch.GetTimestamp();
        Assert.InRange(Judge.Sync(history).Lost, 1_000, Operations);
        var (findings, taken) = Judge.None(history, Enumerable.Range(0, 256).ToHashSet(), now);
        Assert.True(findings.IsClean, findings.ToString());
        Assert.Equal(history.Operations.Count(operation => operation.Kind == OperationKind.Insert), taken);
        Assert.Equal(taken, Judge.Async(history, now).Loss.Lost);
    }

    [SkippableFact]
    public async Task Node_from_which_a_load_withdrew_gets_nothing_until_it_returns()
    {
        using var redis = StartRedis();
        using var leaving = new CuttingProxy(redis.EndPoint);
        await using var load = RespLoad.Start([redis.EndPoint, leaving.EndPoint], new Inserts("t"), Limits);
        await load.UntilOperationsAsync(500, DaemonProcess.Patience);
        await load.WithdrawAsync(leaving.EndPoint);
        // Nobody there any more: whatever were sent there would get no answer.
        leaving.IsMute = true;
        await load.UntilOperationsAsync(500, DaemonProcess.Patience);
        leaving.IsMute = false;
        load.Return(leaving.EndPoint);
        await load.UntilOperationsAsync(500, DaemonProcess.Patience);

        var history = await load.StopAsync();
        Assert.Equal(history.Operations.Count, history.Answered);
        Assert.Equal(2 * Limits.ConnectionsPerNode, history.Operations.Select(operation => operation.Client).Distinct().Count());
    }

    [SkippableFact]
    public async Task Load_ends_at_its_limit()
    {
        using var redis = StartRedis();
        await using var load = RespLoad.Start([redis.EndPoint], new Inserts("t"), Limits with { MaxOperations = 300 });
        await load.UntilOperationsAsync(int.MaxValue / 2, DaemonProcess.Patience);
        Assert.Equal(300, (await load.StopAsync()).Answered);
    }

    private static RedisProcess StartRedis()
    {
        Skip.If(RedisProcess.WhyUnavailable() is not null, RedisProcess.WhyUnavailable());
        return RedisProcess.Start();
    }

    private static Task<History> PlayAsync(IPEndPoint loaded, IPEndPoint read, Action<History> before) => PlayAsync(loaded, read, _ => Task.CompletedTask, before);

    private static Task<History> PlayAsync(IPEndPoint loaded, IPEndPoint read, Func<RespLoad, Task>? meanwhile = null) => PlayAsync(loaded, read, meanwhile ?? (_ => Task.CompletedTask), _ => { });

    private static async Task<History> PlayAsync(IPEndPoint loaded, IPEndPoint read, Func<RespLoad, Task> meanwhile, Action<History> before)
    {
        var workload = Mix.OfEverything("t");
        Conversation.Ask(read, workload.Preparation());
        await using var load = RespLoad.Start([loaded], workload, Limits);
        await load.UntilOperationsAsync(Operations, DaemonProcess.Patience);
        await meanwhile(load);
        var history = await load.StopAsync();
        before(history);
        return history.With(Conversation.Ask(read, workload.Reads()));
    }
}
