using System.Text;
using AkkaCache.Node.Doors;
using AkkaCache.Node.Hosting;
using AkkaCache.Node.Partitions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AkkaCache.Node.Tests.Racing;

/// <summary>A hosted node whose partition actors are stopped under racing clients, and brought back by the starter: what closes and opens gates in earnest.</summary>
public sealed class LeavingOwnersTests : IAsyncLifetime
{
    private const int Seed = 20_260_102;

    /// <summary>Owners that have to leave for the test to say anything.</summary>
    private const int Leavings = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly IHost _host;
    private RacingClients _clients = null!;

    public LeavingOwnersTests()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddAkkaCacheNode(new NodeOptionsReader()
            .Set("doors.resp.port", "0", "test")
            .Set("doors.akka.port", "0", "test")
            .Set("doors.client.port", "off", "test")
            .Set("cluster.partitions", "16", "test")
            .Read());
        _host = builder.Build();
    }

    private PartitionTable Partitions => _host.Services.GetRequiredService<PartitionTable>();

    public async Task InitializeAsync()
    {
        await _host.StartAsync();
        await _host.Services.GetRequiredService<NodeReadiness>().WhenFirstReady.WaitAsync(Patience);
        _clients = await RacingClients.ConnectAsync(_host.Services.GetRequiredService<OpenDoors>()[DoorKind.Resp]!.Port);
    }

    public async Task DisposeAsync()
    {
        await _clients.DisposeAsync();
        await _host.StopAsync();
        _host.Dispose();
    }

    [Fact]
    public async Task What_was_answered_while_owners_leave_and_return_is_there_exactly_once()
    {
        var one = "one";
        var other = Enumerable.Range(0, 100).Select(i => $"other{i}").First(key => PartitionOf(key) != PartitionOf("one"));
        string[] boards = ["{one}board", $"{{{other}}}board"];
        string[] accounts = ["{one}account", $"{{{other}}}account"];
        await _clients.Database.SortedSetAddAsync(boards[0], "m", RacingClients.Total);
        await _clients.Database.SortedSetAddAsync(boards[1], "m", 0);
        await _clients.Database.StringSetAsync([new(accounts[0], RacingClients.Total), new(accounts[1], 0)]);

        using var patience = new CancellationTokenSource(Patience);
        (long Counted, double OnBoard) answered;
        int moved, movedWatched;
        await using (var leaving = new OwnerStopper([Partitions[PartitionOf(one)], Partitions[PartitionOf(other)]], Seed))
        {
            answered = await _clients.CountAsync(one, other, answers: 5000);
            moved = await _clients.TransferAsync(boards[0], boards[1], transfers: 1000);
            movedWatched = await _clients.TransferWatchedAsync(accounts[0], accounts[1], transfers: 100);
            // All that takes half a second on a quiet machine, in which too few may have left.
            while (leaving.Stopped < Leavings) moved += await _clients.TransferAsync(boards[0], boards[1], transfers: 10).WaitAsync(patience.Token);
        }

        // The last owner to leave comes back with the starter's next look.
        using var pulse = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!_host.Services.GetRequiredService<NodeReadiness>().IsReady) await pulse.WaitForNextTickAsync(patience.Token);

        var db = _clients.Database;
        Assert.Equal(answered.Counted, (long)await db.StringGetAsync(one));
        Assert.Equal(answered.OnBoard, await db.SortedSetScoreAsync(other, "m"));
        Assert.Equal(RacingClients.Total - moved, await db.SortedSetScoreAsync(boards[0], "m"));
        Assert.Equal(moved, await db.SortedSetScoreAsync(boards[1], "m"));
        Assert.Equal(RacingClients.Total - movedWatched, (long)await db.StringGetAsync(accounts[0]));
        Assert.Equal(movedWatched, (long)await db.StringGetAsync(accounts[1]));
        Assert.NotEqual(0, _clients.Refusals);
    }

    private int PartitionOf(string key) => Partitions.PartitionOf(Encoding.UTF8.GetBytes(key));
}
