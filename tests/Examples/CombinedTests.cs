namespace AkkaCache.Examples.Tests;

public sealed class CombinedTests
{
    [Fact]
    public async Task Example_keeps_its_claims() => (await ExampleProcess.RunAsync("Combined")).AssertPrinted(
        """
        1. Players log in at one server and are known at the other
           at the other server: ada, grace
           a token that nobody was given: no session
        2. They play at both, on one board
           at one: ada 250, grace 200
           at the other: ada 250, grace 200
           ada's session counts 2 games, the server's counter 3
        3. Many play at once, and nothing is lost
           grace has 220 after 21 games
        4. A session that is used lives on; one that ends takes no score with it
           ada's session lives for more than 19 minutes: True
           after logging out: no session
           on the board: ada 250, grace 220
        """);
}
