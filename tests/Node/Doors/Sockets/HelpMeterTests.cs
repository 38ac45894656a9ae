using System.Diagnostics;
using AkkaCache.Node.Doors.Sockets;

namespace AkkaCache.Node.Tests.Doors.Sockets;

public sealed class HelpMeterTests
{
    private static readonly long Millisecond = Stopwatch.Frequency / 1000;

    private readonly HelpMeter _meter;
    private long _collisions;
    private long _now;

    public HelpMeterTests() => _meter = new HelpMeter(() => _collisions);

    [Fact]
    public void Helpers_that_meet_nobody_are_called_always()
    {
        for (var i = 0; i < 1000; i++) Share(owners: 50, collisions: 5);
        Assert.True(_meter.MayCall(_now));
    }

    [Fact]
    public void Single_bad_batch_is_no_reason()
    {
        Share(owners: 50, collisions: 50);
        Assert.True(_meter.MayCall(_now));
    }

    [Fact]
    public void Helpers_that_collide_rest_for_longer_and_longer_and_are_called_again_at_once_when_they_do_not()
    {
        var rests = new List<long>();
        for (var i = 0; i < 10; i++) rests.Add(RestAfterCollisions());
        Assert.Equal(rests.Order(), rests);
        Assert.InRange(rests[0], 15, 25);
        Assert.InRange(rests[^1], 3_900, 4_100);

        for (var i = 0; i < 10; i++) Share(owners: 50, collisions: 0);
        Assert.InRange(RestAfterCollisions(), 15, 25);
    }

    /// <summary>Milliseconds.</summary>
    private long RestAfterCollisions()
    {
        while (_meter.MayCall(_now)) Share(owners: 50, collisions: 100);
        var from = _now;
        while (!_meter.MayCall(_now)) _now += Millisecond;
        return (_now - from) / Millisecond;
    }

    private void Share(int owners, int collisions)
    {
        _meter.Begin();
        _collisions += collisions;
        _now += Millisecond;
        _meter.End(owners, _now);
    }
}
