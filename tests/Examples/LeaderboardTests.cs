using AkkaCache.Testing;
using AkkaCache.Testing.Wire;

namespace AkkaCache.Examples.Tests;

public sealed class LeaderboardTests
{
    private const string Claims =
        """
        1. First scores
           3 players: ada 3200, grace 3100, edsger 2950
           grace has 3100; alan has none
        2. Only the best score counts
           300 after 500 changes the board: False
           700 after 500 changes the board: True
           fastest lap: ada 58.75
        3. A player's rank and neighbours
           player-0750 is number 251 of 1000 with 7500
           around: player-0752 7520, player-0751 7510, player-0750 7500, player-0749 7490, player-0748 7480
           who never played has no rank: True
        4. Top ten, and the page after it
           top ten: p50 5000, p49 4900, p48 4800, p47 4700, p46 4600, p45 4500, p44 4400, p43 4300, p42 4200, p41 4100
           11 to 13: p40 4000, p39 3900, p38 3800
        5. A board for each week, gone when its time is over
           two weeks to live, also after more scores: True
           players when the time is over: 0
        6. Ties
           equal scores are in the order of the names, here from the end: grace 900, edsger 900, ada 900
           who was first is ahead: edsger 901, grace 900, ada 900
        7. Bands of scores
           gold, 2000 and more: 2
           silver, 1000 to less than 2000: edsger 1999, alan 1500
           bronze, the others: 1
        8. A season ends
           winners: grace 30, edsger 20, ada 10
           the new season begins with 0 players
        9. Cheaters are removed
           mallory was there: True; and is no more: True
           with more than anybody can have: 2
           left: ada 3200, grace 3100
        10. A guild's board is the union of its games' boards
           sums: ada 25, grace 20, alan 5
           best of each: grace 20, ada 15, alan 5
           play both: ada 25
        """;

    [Fact]
    public async Task Example_keeps_its_claims() => (await ExampleProcess.RunAsync("Leaderboard")).AssertPrinted(Claims);

    [Fact]
    public async Task Example_on_a_node_that_runs_keeps_its_claims_and_leaves_nothing_behind()
    {
        await using var daemon = await DaemonProcess.StartAsync("--client-port", "0");
        (await ExampleProcess.RunAsync("Leaderboard", "--node", daemon.Client.ToString())).AssertPrinted(Claims);
        using var connection = new RespConnection(daemon.Resp);
        connection.Send("DBSIZE\r\n"u8);
        Assert.Equal(0, connection.Read().AsInteger);
    }

    [Fact]
    public async Task Wrong_argument_is_named()
    {
        var run = await ExampleProcess.RunAsync("Leaderboard", "--nodes");
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("--nodes: must be nothing, or --node HOST:PORT of a node's client door", run.Errors, StringComparison.Ordinal);
    }
}
