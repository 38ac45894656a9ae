using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AkkaCache.Engine.Memory;

namespace AkkaCache.Engine.Tests.Memory;

public class ChunkedArrayTests
{
    [StructLayout(LayoutKind.Sequential, Size = 24)]
    private struct Wide
    {
        public long B;
    }

    [Fact]
    public void New_array_holds_nothing()
    {
        using var array = new ChunkedArray<long>();
        Assert.Equal(0, array.Count);
        Assert.Equal(0, array.HeldBytes);
    }

    [Fact]
    public void One_item_costs_about_a_page()
    {
        using var array = new ChunkedArray<Wide>();
        array.Add();
        Assert.InRange(array.HeldBytes, 1, ChunkedArray<Wide>.PageBytes + 100);
    }

    [Fact]
    public void Items_keep_their_values_through_growth_and_shrinking()
    {
        using var array = new ChunkedArray<Wide>();
        for (var i = 0; i < 300_000; i++)
        {
            Assert.Equal(i, array.Add());
            array[i].B = i * 3L;
        }
        var held = array.HeldBytes;
        while (array.Count > 1000)
            array.RemoveLast();
        Assert.True(array.HeldBytes < held / 20);
        for (var i = 0; i < 1000; i++)
            Assert.Equal(i * 3L, array[i].B);
        Assert.Equal(0, array[array.Add()].B);
    }

    [Fact]
    public void References_stay_good_while_the_array_grows()
    {
        using var array = new ChunkedArray<int>();
        array.Add();
        ref var first = ref array[0];
        first = 42;
        for (var i = 0; i < 100_000; i++)
            array.Add();
        Assert.True(Unsafe.AreSame(ref first, ref array[0]));
        Assert.Equal(42, first);
    }

    [Fact]
    public void Waste_of_a_grown_array_is_bounded()
    {
        using var array = new ChunkedArray<int>();
        for (var i = 0; i < 1_000_000; i++)
            array.Add();
        Assert.InRange(array.HeldBytes, 4_000_000, 4_150_000);
    }

    [Fact]
    public void Clear_frees_everything_and_the_array_may_be_used_again()
    {
        using var array = new ChunkedArray<int>();
        for (var i = 0; i < 10_000; i++)
            array.Add();
        array.Clear();
        Assert.Equal(0, array.HeldBytes);
        Assert.Equal(0, array.Add());
    }
}
