using System.Text;
using AkkaCache.Engine.Store;

namespace AkkaCache.Engine.Tests.Store;

public class KeyProbeTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5000)]
    public void Probe_of_any_key_ends_and_changes_nothing(int keys)
    {
        using var store = new PartitionStore(7);
        for (var i = 0; i < keys; i++) store.AddString(Key(i), Key(i), 0);
        var longest = 0;
        for (var i = 0; i < keys + 1000; i++)
        {
            var probe = store.StartProbe(Key(i));
            var steps = 0;
            for (; probe.At != KeyProbe.Done; steps++) store.Step(ref probe);
            longest = Math.Max(longest, steps);
            // A step too many does no harm.
            store.Step(ref probe);
            Assert.Equal(i < keys, store.Find(Key(i)) >= 0);
        }
        Assert.InRange(longest, 0, 12);
        store.CheckInvariants();
    }

    [Fact]
    public void Probe_of_a_present_key_stops_at_its_entry()
    {
        using var store = new PartitionStore(7);
        for (var i = 0; i < 1000; i++) store.AddString(Key(i), Key(i), 0);
        for (var i = 0; i < 1000; i++)
        {
            var last = -1;
            for (var probe = store.StartProbe(Key(i)); probe.At != KeyProbe.Done; store.Step(ref probe)) last = probe.At;
            Assert.Equal(store.Find(Key(i)), last);
        }
    }

    private static byte[] Key(int i) => Encoding.ASCII.GetBytes($"key:{i}");
}
