using AkkaCache.Protocol.Frames;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Protocol.Tests.Frames;

public class ClientMapTests
{
    private static readonly NodeId A = new("a:1/1");
    private static readonly NodeId B = new("b:1/2");

    // Golden bytes: other versions of the client read them.
    [Fact]
    public void Map_has_its_bytes()
    {
        var bytes = Convert.ToHexString(Example().ToBytes());
        const string nodes = "0500613A312F31" + "010061" + "010068" + "D60F" + "EB18" + "00" + "0500623A312F32" + "0000" + "0000" + "0000" + "0000" + "02";
        const string first = "0300000000000000" + "0000" + "01" + "0100";
        const string none = "0000000000000000" + "FFFF" + "00";
        Assert.Equal("01" + "0700000000000000" + "1000" + "0200" + nodes + first + string.Concat(Enumerable.Repeat(none, 15)), bytes);
    }

    [Fact]
    public void Map_comes_back()
    {
        Assert.True(ClientMap.TryRead(Example().ToBytes(), out var map));
        Assert.Equal((7L, 16), (map.Partitions.Version, map.Partitions.Layout.Count));
        Assert.Equal<ClientMapNode>(Example().Nodes, map.Nodes);
        Assert.Equal(new PartitionState(3, new PartitionOwners(A, [B])), map.Partitions[0]);
        Assert.True(map.Partitions[1].Owners.Primary.IsNone);
    }

    [Fact]
    public void Cut_map_is_refused()
    {
        var bytes = Example().ToBytes();
        for (var length = 0; length < bytes.Length; length++) Assert.False(ClientMap.TryRead(bytes.AsSpan(0, length), out _));
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(9, 17)]
    [InlineData(11, 0)]
    public void Other_form_odd_partitions_and_no_nodes_are_refused(int at, byte value)
    {
        var bytes = Example().ToBytes();
        bytes[at] = value;
        Assert.False(ClientMap.TryRead(bytes, out _));
    }

    [Fact]
    public void Owner_that_is_no_node_is_refused()
    {
        var bytes = Example().ToBytes();
        bytes[^3] = 2;
        bytes[^2] = 0;
        Assert.False(ClientMap.TryRead(bytes, out _));
    }

    private static ClientMap Example()
    {
        var states = new PartitionState[16];
        states[0] = new PartitionState(3, new PartitionOwners(A, [B]));
        return new ClientMap(
            new PartitionMap(7, new PartitionLayout(16), [A, B], [.. states]),
            [new ClientMapNode(A, "a", "h", 4054, 6379, ClientMapHealth.Healthy), new ClientMapNode(B, "", "", 0, 0, ClientMapHealth.Unhealthy)]);
    }
}
