using AkkaCache.Testing.Allocation;

namespace AkkaCache.Engine.Tests.Memory;

/// <summary>The measure of the allocation tests, tested: it sees the smallest object, and nothing of what the compiler does on the thread.</summary>
public sealed class AllocatedTests
{
    private const int SmallestObject = 24;

    [Fact]
    public void One_object_in_many_rounds_is_seen() =>
        Assert.Equal(SmallestObject, Allocated.By(1000, i => GC.KeepAlive(i == 500 ? new object() : null)));

    /// <summary>Its static field of its own type has a box, which whoever optimises a method of it makes: in a loop that is replaced while it runs that would be the measured thread.</summary>
    [Fact]
    public void Statics_that_the_compiler_makes_are_not_seen()
    {
        var bytes = new byte[10];
        for (var repeat = 0; repeat < 20; repeat++)
            Assert.Equal(0, Allocated.By(2000, i => GC.KeepAlive(new ArraySegment<byte>(bytes, 0, i % 10).Count == -1 ? bytes : null)));
    }
}
