namespace AkkaCache.Multinode.Load;

public sealed class LoadPaceTests
{
    [Fact]
    public void Busy_machine_gets_less_and_less_down_to_a_floor()
    {
        var pace = new LoadPace(1000);
        pace.Look(0.7);
        Assert.Equal(800, pace.OperationsPerSecond, 0.1);
        for (var i = 0; i < 100; i++) pace.Look(1);
        Assert.Equal(100, pace.OperationsPerSecond, 0.1);
    }

    [Fact]
    public void Machine_with_time_to_spare_gets_what_was_asked_for()
    {
        var pace = new LoadPace(1000);
        pace.Look(0.9);
        pace.Look(0.55);
        Assert.Equal(800, pace.OperationsPerSecond, 0.1);
        for (var i = 0; i < 100; i++) pace.Look(0.3);
        Assert.Equal(1000, pace.OperationsPerSecond, 0.1);
    }

    [Fact]
    public void Busy_share_is_a_share() => Assert.InRange(new MachineLoad().BusyShare(), 0, 1);
}
