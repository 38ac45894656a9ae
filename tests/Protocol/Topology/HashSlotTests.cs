using System.Text;
using AkkaCache.Protocol.Tests.Data;
using AkkaCache.Protocol.Topology;
using AkkaCache.Testing.Allocation;
using CsCheck;

namespace AkkaCache.Protocol.Tests.Topology;

public class HashSlotTests
{
    [Fact]
    public void Slot_of_every_key_in_the_table_is_that_of_Redis()
    {
        var checkedLines = 0;
        foreach (var (hex, slot) in TestData.Pairs("key-slots.txt"))
        {
            var key = hex == "-" ? [] : Convert.FromHexString(hex);
            Assert.Equal((hex, int.Parse(slot)), (hex, HashSlot.Of(key)));
            checkedLines++;
        }
        Assert.True(checkedLines > 200);
    }

    [Fact]
    public void Crc_of_the_check_string_is_that_of_XMODEM() => Assert.Equal(0x31c3, HashSlot.Crc16("123456789"u8));

    [Fact]
    public void Crc_of_any_bytes_equals_the_bitwise_definition()
    {
        Gen.Byte.Array[0, 100].Sample(bytes => Assert.Equal(Bitwise(bytes), HashSlot.Crc16(bytes)));
    }

    [Theory]
    [InlineData("{user1000}.following", "{user1000}.followers", true)]
    [InlineData("a{tag}b", "tag", true)]
    [InlineData("foo{bar}{zap}", "bar", true)]
    [InlineData("foo{{bar}}zap", "{bar", true)]
    [InlineData("foo{}{bar}", "bar", false)]
    [InlineData("foo{bar", "bar", false)]
    public void Hash_tag_alone_decides(string one, string other, bool same)
        => Assert.Equal(same, HashSlot.Of(Encoding.ASCII.GetBytes(one)) == HashSlot.Of(Encoding.ASCII.GetBytes(other)));

    [Fact]
    public void Of_allocates_nothing() => Assert.Equal(0, Allocated.By(1000, _ => HashSlot.Of("some:{tag}:key"u8)));

    private static int Bitwise(byte[] bytes)
    {
        var crc = 0;
        foreach (var b in bytes)
        {
            crc ^= b << 8;
            for (var bit = 0; bit < 8; bit++) crc = ((crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
        }
        return crc;
    }
}
