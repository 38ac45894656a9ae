using AkkaCache.Client.Hybrid;
using CsCheck;

namespace AkkaCache.Client.Tests.Hybrid;

public class HybridEntryTests
{
    private static readonly UniqueId Id = new(1);
    private static readonly CapturedMarkers Markers = new(new UniqueId(2), [new("red"u8.ToArray(), new UniqueId(3)), new("ä"u8.ToArray(), new UniqueId(UInt128.MaxValue))]);

    // Golden bytes: other versions of the client read them.
    [Fact]
    public void Entry_has_its_bytes()
    {
        const string id = "01000000000000000000000000000000", all = "02000000000000000000000000000000", red = "03000000000000000000000000000000", last = "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF";
        Assert.Equal("0100" + id + all + "0200" + "0300" + "726564" + red + "0200" + "C3A4" + last + "CAFE", Convert.ToHexString(HybridEntry.Write(Id, Markers, new byte[] { 0xCA, 0xFE })));
        Assert.Equal("0101" + id + all + "0000", Convert.ToHexString(HybridEntry.Write(Id, new CapturedMarkers(new UniqueId(2), []), null)));
        Assert.Equal("02" + id, Convert.ToHexString(HybridEntry.WriteRemoval(Id)));
    }

    [Fact]
    public void Removal_is_no_entry()
    {
        var removal = HybridEntry.WriteRemoval(Id);
        Assert.True(HybridEntry.IsRemoval(removal));
        Assert.False(HybridEntry.TryRead(removal, out _));
        Assert.False(HybridEntry.IsRemoval(HybridEntry.Write(Id, Markers, null)));
    }

    [Fact]
    public void Entry_of_another_form_is_not_read()
    {
        var bytes = HybridEntry.Write(Id, Markers, new byte[1]);
        bytes[0] = 3;
        Assert.False(HybridEntry.TryRead(bytes, out _));
        Assert.False(HybridEntry.IsRemoval(bytes));
    }

    [Fact]
    public void Entry_comes_back_as_it_was_and_no_part_of_its_head_is_one() => Gen.Select(Gen.Byte.Array[0, 300].Array[0, 5], Gen.Byte.Array[0, 300], Gen.Bool).Sample((tags, value, isNull) =>
    {
        var markers = new CapturedMarkers(UniqueId.New(), [.. tags.Select(tag => new CapturedMarkers.OfTag(tag, UniqueId.New()))]);
        var bytes = HybridEntry.Write(UniqueId.New(), markers, isNull ? default(ReadOnlyMemory<byte>?) : value);
        Assert.True(HybridEntry.TryRead(bytes, out var entry));
        Assert.Equal(markers.All, entry.All);
        Assert.Equal(isNull, entry.IsNull);
        Assert.Equal(isNull ? [] : value, entry.Value.ToArray());
        var walk = entry.Tags;
        foreach (var (tag, id) in markers.Tags)
        {
            Assert.True(walk.MoveNext());
            Assert.Equal(tag, walk.Tag.ToArray());
            Assert.Equal(id, walk.Marker);
        }
        Assert.False(walk.MoveNext());
        for (var length = 0; length < bytes.Length - entry.Value.Length; length++) Assert.False(HybridEntry.TryRead(bytes.AsMemory(0, length), out _));
    }, iter: 200);

    [Fact]
    public void Rubbish_is_read_or_refused_but_never_beyond_its_end() => Gen.Byte.Array[0, 120].Sample(rubbish =>
    {
        if (rubbish.Length > 0) rubbish[0] = 1;
        if (!HybridEntry.TryRead(rubbish, out var entry)) return;
        var walk = entry.Tags;
        while (walk.MoveNext())
        {
            // Walking is what could throw.
        }
        Assert.True(entry.Value.Length <= rubbish.Length);
    });
}
