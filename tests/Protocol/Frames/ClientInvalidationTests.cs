using System.Text;
using AkkaCache.Protocol.Frames;

namespace AkkaCache.Protocol.Tests.Frames;

public class ClientInvalidationTests
{
    // Golden bytes: other versions of the client read them.
    [Fact]
    public void Pushes_have_their_bytes()
    {
        Assert.Equal(">2\r\n$10\r\ninvalidate\r\n$3\r\nk\0y\r\n", Encoding.Latin1.GetString(ClientInvalidation.OfKey("k\0y"u8)));
        Assert.Equal(">2\r\n$10\r\ninvalidate\r\n$0\r\n\r\n", Encoding.Latin1.GetString(ClientInvalidation.OfKey([])));
        Assert.Equal(">2\r\n$10\r\ninvalidate\r\n:255\r\n", Encoding.Latin1.GetString(ClientInvalidation.OfPartition(255)));
    }

    [Fact]
    public void Features_have_their_numbers() => Assert.Equal((0, 1, 2), ((int)ClientFeatures.None, (int)ClientFeatures.PartitionMap, (int)ClientFeatures.Invalidations));
}
