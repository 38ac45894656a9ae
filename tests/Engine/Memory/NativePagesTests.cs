using AkkaCache.Engine.Memory;
using CsCheck;

namespace AkkaCache.Engine.Tests.Memory;

public unsafe class NativePagesTests
{
    [Theory]
    [InlineData(1024)]
    [InlineData(65536)]
    [InlineData(100)]
    [InlineData(3000)]
    [InlineData(131072)]
    public void Block_of_any_size_is_whole_and_on_a_cache_line(int bytes)
    {
        var block = (byte*)NativePages.Allocate(bytes);
        Assert.Equal(0, (long)block % 64);
        new Span<byte>(block, bytes).Fill(7);
        Assert.False(new Span<byte>(block, bytes).ContainsAnyExcept((byte)7));
        NativePages.Release(block, bytes);
    }

    /// <summary>Against a plain list: blocks in use keep what was written to them, whatever is taken and released around them.</summary>
    [Fact]
    public void Blocks_in_use_never_overlap()
    {
        Gen.Select(Gen.Int[0, 8], Gen.Int[0, 1000]).Array[1, 300].Sample(operations =>
        {
            var held = new List<(nint Block, int Bytes, byte Mark)>();
            byte mark = 0;
            foreach (var (order, pick) in operations)
            {
                if (order > 6 && held.Count > 0)
                {
                    var index = pick % held.Count;
                    Return(held[index]);
                    held.RemoveAt(index);
                    continue;
                }
                var bytes = 1024 << Math.Min(order, 6);
                var block = NativePages.Allocate(bytes);
                new Span<byte>(block, bytes).Fill(++mark);
                held.Add(((nint)block, bytes, mark));
            }
            foreach (var block in held) Return(block);
        }, iter: 2_000, threads: 2);
    }

    [Fact]
    public void Regions_go_back_when_all_of_them_is_free()
    {
        const int Blocks = 640;
        var before = RegionSupply.Taken;
        var held = new nint[Blocks];
        for (var i = 0; i < Blocks; i++) held[i] = (nint)NativePages.Allocate(64 * 1024);
        Assert.InRange(RegionSupply.Taken, Blocks / 32, int.MaxValue);
        foreach (var block in held) NativePages.Release((void*)block, 64 * 1024);
        // Other tests hold blocks of their own meanwhile, far fewer than this one held.
        Assert.InRange(RegionSupply.Taken, 0, before + (Blocks / 64));
    }

    [Fact]
    public void While_a_process_grows_the_next_region_is_ready_ahead()
    {
        const int Blocks = 640;
        var before = RegionSupply.Prepared;
        var held = new List<nint>();
        for (var i = 0; i < Blocks; i++)
        {
            held.Add((nint)NativePages.Allocate(64 * 1024));
            new Span<byte>((void*)held[^1], 64 * 1024).Fill(1);
            // The pool's threads may be busy with other tests for a while, so what counts is that a region comes, not how soon.
            if (i > 64 && i % 32 == 0) Assert.True(SpinWait.SpinUntil(() => RegionSupply.IsReadyAhead, TimeSpan.FromSeconds(30)), "no region was made ready");
        }
        foreach (var block in held) NativePages.Release((void*)block, 64 * 1024);
        // Some 17 regions were asked for when one was ready; other tests take some too.
        Assert.InRange(RegionSupply.Prepared - before, 5, int.MaxValue);
    }

    private static void Return((nint Block, int Bytes, byte Mark) held)
    {
        Assert.False(new Span<byte>((void*)held.Block, held.Bytes).ContainsAnyExcept(held.Mark), "a block was written to by another's owner");
        NativePages.Release((void*)held.Block, held.Bytes);
    }
}
