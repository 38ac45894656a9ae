using System.Text;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Tests.Sessions;

namespace AkkaCache.Node.Tests.Racing;

/// <summary>Gates that close and open every millisecond under racing clients.</summary>
public sealed class ClosingGatesTests : IAsyncLifetime
{
    private const int Seed = 20_260_101;

    private readonly NodeFixture _node = new();
    private readonly (string One, string Other) _keys;
    private RacingClients _clients = null!;

    public ClosingGatesTests() => _keys = ("one", Enumerable.Range(0, 100).Select(i => $"other{i}").First(key => PartitionOf(key) != PartitionOf("one")));

    public async Task InitializeAsync() => _clients = await RacingClients.ConnectAsync(_node.Port);

    public async Task DisposeAsync()
    {
        await _clients.DisposeAsync();
        _node.Dispose();
    }

    [Fact]
    public async Task Increments_answered_while_gates_close_are_counted_exactly()
    {
        long counted;
        double onBoard;
        await using (Flip()) (counted, onBoard) = await _clients.CountAsync(_keys.One, _keys.Other, answers: 10_000);
        Assert.Equal(counted, (long)await _clients.Database.StringGetAsync(_keys.One));
        Assert.Equal(onBoard, await _clients.Database.SortedSetScoreAsync(_keys.Other, "m"));
        Assert.NotEqual(0, _clients.Refusals);
    }

    [Fact]
    public async Task Transactions_over_two_boards_while_gates_close_conserve_the_sum()
    {
        await _clients.Database.SortedSetAddAsync(_keys.One, "m", RacingClients.Total);
        await _clients.Database.SortedSetAddAsync(_keys.Other, "m", 0);
        int moved;
        await using (Flip()) moved = await _clients.TransferAsync(_keys.One, _keys.Other, transfers: 2000);
        Assert.Equal(RacingClients.Total - moved, await _clients.Database.SortedSetScoreAsync(_keys.One, "m"));
        Assert.Equal(moved, await _clients.Database.SortedSetScoreAsync(_keys.Other, "m"));
        Assert.NotEqual(0, _clients.Refusals);
    }

    [Fact]
    public async Task Watched_transfers_while_gates_close_lose_nothing()
    {
        await _clients.Database.StringSetAsync([new(_keys.One, RacingClients.Total), new(_keys.Other, 0)]);
        int moved;
        await using (Flip()) moved = await _clients.TransferWatchedAsync(_keys.One, _keys.Other, transfers: 300);
        Assert.Equal(RacingClients.Total - moved, (long)await _clients.Database.StringGetAsync(_keys.One));
        Assert.Equal(moved, (long)await _clients.Database.StringGetAsync(_keys.Other));
        Assert.NotEqual(0, _clients.Refusals);
        Assert.NotEqual(0, _clients.Conflicts);
    }

    private GateFlipper Flip() => new([GateOf(_keys.One), GateOf(_keys.Other)], Seed);

    private Gate GateOf(string key) => _node.Partitions[PartitionOf(key)].Gate;

    private int PartitionOf(string key) => _node.Partitions.PartitionOf(Encoding.UTF8.GetBytes(key));
}
