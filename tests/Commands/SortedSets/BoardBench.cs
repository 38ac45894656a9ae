using AkkaCache.Commands.Keys;
using AkkaCache.Commands.SortedSets;
using AkkaCache.Commands.Strings;
using AkkaCache.Commands.Tests.Fixture;

namespace AkkaCache.Commands.Tests.SortedSets;

/// <summary>Benches with the sorted-set commands, and the strings and keys that tests of them need.</summary>
internal static class BoardBench
{
    public static CommandBench New(int protocol = 2, int logBytes = TestKeyspace.LogBytes)
    {
        var bench = new CommandBench([.. SortedSetCommands.Rows, .. StringCommands.Rows, .. KeyCommands.Rows], logBytes: logBytes);
        bench.Session.ProtocolVersion = protocol;
        return bench;
    }

    /// <summary>With the board "b": a = 1, b = 2, c = 3, d = 3, e = inf.</summary>
    public static CommandBench WithBoard(int protocol = 2)
    {
        var bench = New(protocol);
        bench.Line("ZADD b 1 a 2 b 3 c 3 d inf e");
        return bench;
    }

    /// <summary>With the board "big": members m0000 … of scores 0 ….</summary>
    public static CommandBench WithMembers(int count, int protocol = 2, int logBytes = TestKeyspace.LogBytes)
    {
        var bench = New(protocol, logBytes);
        for (var i = 0; i < count; i++) bench.Run("ZADD", "big", $"{i}", $"m{i:0000}");
        return bench;
    }
}
