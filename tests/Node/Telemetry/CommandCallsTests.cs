using AkkaCache.Commands.Table;
using AkkaCache.Node.Telemetry;

namespace AkkaCache.Node.Tests.Telemetry;

public sealed class CommandCallsTests
{
    /// <summary>A row that no other test of this process calls.</summary>
    private static readonly CommandDescriptor Row = AllCommands.NewTable().Find("readwrite"u8)!;

    [Fact]
    public void Calls_of_ended_threads_stay_in_the_sum_and_their_counters_do_not()
    {
        const int threads = 200;
        var before = CommandCalls.Of(Row);
        for (var i = 0; i < threads; i++)
        {
            var thread = new Thread(() => CommandCalls.Count(Row.Index));
            thread.Start();
            thread.Join();
        }
        Assert.Equal(before + threads, CommandCalls.Of(Row));
        Assert.True(CommandCalls.HeldThreads < threads, $"{CommandCalls.HeldThreads} threads held");
    }
}
