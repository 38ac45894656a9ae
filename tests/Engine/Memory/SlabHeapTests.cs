using AkkaCache.Engine.Memory;
using AkkaCache.Testing.Allocation;

namespace AkkaCache.Engine.Tests.Memory;

public class SlabHeapTests
{
    [Fact]
    public void SlabHeap_before_first_use_holds_nothing()
    {
        using var heap = new SlabHeap(1024);
        Assert.Equal(0, heap.HeldBytes);
        Assert.Equal(0, heap.UsedBytes);
    }

    [Theory]
    [InlineData(0, 16)]
    [InlineData(1, 16)]
    [InlineData(16, 16)]
    [InlineData(17, 24)]
    [InlineData(1024, 1024)]
    [InlineData(1025, 1088)]
    public void Capacity_of_a_size_is_the_next_step(int bytes, int capacity) => Assert.Equal(capacity, SlabHeap.Capacity(bytes));

    [Fact]
    public void Allocate_then_free_returns_used_bytes_to_zero()
    {
        using var heap = new SlabHeap(1024);
        var small = heap.Allocate(40);
        var large = heap.Allocate(5000);
        Assert.Equal(SlabHeap.Charge(40) + SlabHeap.Charge(5000), heap.UsedBytes);
        heap.Free(small, 40);
        heap.Free(large, 5000);
        Assert.Equal(0, heap.UsedBytes);
    }

    [Fact]
    public void Freed_neighbours_join_into_room_for_a_larger_block()
    {
        using var heap = new SlabHeap(SlabHeap.MaxSegmentBytes);
        var blocks = new uint[1000];
        for (var i = 0; i < blocks.Length; i++)
            blocks[i] = heap.Allocate(64);
        var held = heap.HeldBytes;
        foreach (var block in blocks)
            heap.Free(block, 64);
        for (var i = 0; i < 60; i++)
            heap.Allocate(1000);
        Assert.Equal(held, heap.HeldBytes);
    }

    [Fact]
    public void Free_of_everything_gives_all_but_a_spare_segment_back()
    {
        using var heap = new SlabHeap(1024);
        var blocks = new uint[20_000];
        for (var i = 0; i < blocks.Length; i++)
            blocks[i] = heap.Allocate(100);
        Assert.True(heap.HeldBytes > 2_000_000);
        foreach (var block in blocks)
            heap.Free(block, 100);
        Assert.InRange(heap.HeldBytes, 1, 100_000);
    }

    [Theory]
    [InlineData(100, 3000)]
    [InlineData(3000, 100)]
    [InlineData(3000, 90_000)]
    [InlineData(50, 51)]
    public void Resize_keeps_the_prefix(int from, int to)
    {
        using var heap = new SlabHeap(1024);
        var block = heap.Allocate(from);
        for (var i = 0; i < from; i++)
            heap.Span(block, from)[i] = (byte)i;
        block = heap.Resize(block, from, to);
        for (var i = 0; i < Math.Min(from, to); i++)
            Assert.Equal((byte)i, heap.Span(block, to)[i]);
        Assert.Equal(SlabHeap.Charge(to), heap.UsedBytes);
    }

    [Fact]
    public void Dispose_frees_everything_and_the_heap_may_be_used_again()
    {
        var heap = new SlabHeap(1024);
        for (var i = 0; i < 5000; i++)
            heap.Allocate(i);
        heap.Dispose();
        Assert.Equal(0, heap.HeldBytes);
        Assert.Equal(0, heap.UsedBytes);
        Assert.NotEqual(0u, heap.Allocate(10));
        heap.Dispose();
    }

    /// <summary>Blocks must keep their bytes whatever happens around them; sizes drift, so that free space has to change its cut.</summary>
    [Theory]
    [InlineData(1, 512)]
    [InlineData(2, 1024)]
    [InlineData(3, 4096)]
    [InlineData(4, 65536)]
    public void Random_run_never_lets_blocks_overlap(int seed, int firstSegmentBytes)
    {
        var random = new Random(seed);
        using var heap = new SlabHeap(firstSegmentBytes);
        var blocks = new List<(uint Block, int Bytes, byte Fill)>();
        long used = 0;
        for (var step = 0; step < 100_000; step++)
        {
            var typical = 20 + 1100 * (step / 10_000 % 3);
            if (blocks.Count == 0 || random.Next(1000) < (step / 20_000 % 2 == 0 ? 550 : 450))
            {
                var bytes = random.Next(typical);
                var block = heap.Allocate(bytes);
                var fill = (byte)step;
                heap.Span(block, SlabHeap.Capacity(bytes)).Fill(fill);
                blocks.Add((block, bytes, fill));
                used += SlabHeap.Charge(bytes);
                continue;
            }
            var pick = random.Next(blocks.Count);
            var (old, size, expected) = blocks[pick];
            Assert.False(heap.Span(old, SlabHeap.Capacity(size)).ContainsAnyExcept(expected), $"seed {seed}, step {step}: block overwritten");
            blocks[pick] = blocks[^1];
            blocks.RemoveAt(blocks.Count - 1);
            if (random.Next(4) == 0)
            {
                var to = random.Next(typical);
                old = heap.Resize(old, size, to);
                Assert.False(heap.Span(old, Math.Min(size, to)).ContainsAnyExcept(expected), $"seed {seed}, step {step}: resize lost bytes");
                used += SlabHeap.Charge(to) - SlabHeap.Charge(size);
                heap.Span(old, SlabHeap.Capacity(to)).Fill(expected);
                blocks.Add((old, to, expected));
                continue;
            }
            heap.Free(old, size);
            used -= SlabHeap.Charge(size);
            Assert.Equal(used, heap.UsedBytes);
            if (step % 500 == 0)
                heap.CheckInvariants();
        }
        heap.CheckInvariants();
        foreach (var (block, bytes, fill) in blocks)
        {
            Assert.False(heap.Span(block, SlabHeap.Capacity(bytes)).ContainsAnyExcept(fill), $"seed {seed}: block overwritten");
            heap.Free(block, bytes);
        }
        Assert.Equal(0, heap.UsedBytes);
        Assert.InRange(heap.HeldBytes, 0, 200_000);
    }

    [Fact]
    public void Drifting_sizes_reuse_the_memory_of_other_sizes()
    {
        var random = new Random(7);
        using var heap = new SlabHeap(1024);
        var live = new Queue<(uint, int)>();
        for (var size = 50; size <= 650; size += 100)
            for (var i = 0; i < 20_000; i++)
            {
                var bytes = size + random.Next(20);
                live.Enqueue((heap.Allocate(bytes), bytes));
                while (heap.UsedBytes > 4_000_000)
                {
                    var (block, old) = live.Dequeue();
                    heap.Free(block, old);
                }
            }
        Assert.InRange(heap.HeldBytes, 0, 5_000_000);
    }

    [Fact]
    public void Allocate_and_free_make_no_managed_garbage()
    {
        using var heap = new SlabHeap(1024);
        Assert.Equal(0, Allocated.By(100, i => heap.Free(heap.Allocate(i * 10), i * 10)));
    }
}
