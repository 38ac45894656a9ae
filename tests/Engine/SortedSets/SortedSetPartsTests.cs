using AkkaCache.Engine.Memory;
using AkkaCache.Engine.SortedSets;

namespace AkkaCache.Engine.Tests.SortedSets;

public sealed class SortedSetPartsTests
{
    [Fact]
    public void LevelSource_heights_fall_by_four_and_repeat_with_the_seed()
    {
        var source = new LevelSource(5);
        var same = new LevelSource(5);
        var heights = new int[LevelSource.MaxLevels + 1];
        for (var i = 0; i < 400_000; i++)
        {
            var height = source.Next();
            Assert.Equal(height, same.Next());
            heights[height]++;
        }
        Assert.InRange(heights[1], 297_000, 303_000);
        Assert.InRange(heights[2], 73_500, 76_500);
        Assert.InRange(heights[3], 18_000, 19_500);
        Assert.True(new LevelSource(0).Next() >= 1);
    }

    [Fact]
    public void MemberIndex_grows_and_shrinks_one_bucket_at_a_time_and_finds_all()
    {
        using var heap = new SlabHeap(4096);
        var records = new MemberRecords(heap);
        using var index = new MemberIndex(records, 1);
        var ids = new List<uint>();
        for (var i = 0; i < 20_000; i++)
        {
            var before = index.BucketCount;
            var id = records.Add(TwinBoards.Name(i), i);
            index.Add(id, index.Hash(TwinBoards.Name(i)));
            ids.Add(id);
            Assert.InRange(index.BucketCount - before, 0, 1);
            if (i % 997 == 0) index.CheckInvariants(i + 1);
        }
        Assert.True(index.HasOverflow);
        for (var i = 0; i < 20_000; i++)
        {
            var name = TwinBoards.Name(i);
            Assert.Equal(ids[i], index.Find(name, index.Hash(name)));
            Assert.Equal(0u, index.Find(TwinBoards.Name(i + 20_000), index.Hash(TwinBoards.Name(i + 20_000))));
        }
        for (var i = 19_999; i >= 0; i--)
        {
            var before = index.BucketCount;
            index.Remove(ids[i], index.Hash(TwinBoards.Name(i)));
            records.Free(ids[i]);
            Assert.InRange(before - index.BucketCount, 0, 1);
            if (i % 997 == 0) index.CheckInvariants(i);
        }
        Assert.Equal(1, index.BucketCount);
        Assert.Equal(0, heap.UsedBytes);
    }

    [Fact]
    public void MemberIndex_of_names_with_one_hash_still_tells_them_apart()
    {
        using var heap = new SlabHeap(4096);
        var records = new MemberRecords(heap);
        using var index = new MemberIndex(records, 1);
        const ulong Hash = 0xABCD_0000_0000_0000;
        // Below the load that splits a bucket: a split would hash the names anew.
        var ids = new uint[8];
        for (var i = 0; i < ids.Length; i++) index.Add(ids[i] = records.Add(TwinBoards.Name(i), i), Hash);
        for (var i = 0; i < ids.Length; i++) Assert.Equal(ids[i], index.Find(TwinBoards.Name(i), Hash));
        Assert.Equal(0u, index.Find(TwinBoards.Name(99), Hash));
    }

    [Fact]
    public void ScoreRun_counts_any_length_including_the_tail()
    {
        var scores = new double[70];
        for (var i = 0; i < scores.Length; i++) scores[i] = i / 3;
        for (var length = 0; length <= scores.Length; length++)
        {
            for (var score = -1; score < 25; score++)
            {
                Assert.Equal(scores.Take(length).Count(one => one < score), ScoreRun.CountBelow(ref scores[0], length, score, orEqual: false));
                Assert.Equal(scores.Take(length).Count(one => one <= score), ScoreRun.CountBelow(ref scores[0], length, score, orEqual: true));
            }
        }
    }
}
