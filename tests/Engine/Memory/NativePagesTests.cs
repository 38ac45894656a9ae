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
        var before = NativePages.Regions;
        var held = new nint[Blocks];
        for (var i = 0; i < Blocks; i++) held[i] = (nint)NativePages.Allocate(64 * 1024);
        Assert.InRange(NativePages.Regions, Blocks / 32, int.MaxValue);
        foreach (var block in held) NativePages.Release((void*)block, 64 * 1024);
        // Other tests hold blocks of their own meanwhile, far fewer than this one held.
        Assert.InRange(NativePages.Regions, 0, before + (Blocks / 64));
    }

    private static void Return((nint Block, int Bytes, byte Mark) held)
    {
        Assert.False(new Span<byte>((void*)held.Block, held.Bytes).ContainsAnyExcept(held.Mark), "a block was written to by another's owner");
        NativePages.Release((void*)held.Block, held.Bytes);
    }
}
