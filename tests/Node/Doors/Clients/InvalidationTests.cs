using System.Text;
using AkkaCache.Node.Doors.Clients;
using AkkaCache.Protocol.Frames;
using AkkaCache.Testing;

namespace AkkaCache.Node.Tests.Doors.Clients;

/// <summary>A client that keeps what it reads is told when that changes; the reads that nobody will tell of say so.</summary>
public sealed class InvalidationTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ClientDoorFixture _node = new(new ClientDoorOptions { MapPace = TimeSpan.FromMilliseconds(20) });

    public void Dispose() => _node.Dispose();

    [Fact]
    public async Task Write_of_another_client_is_told_once()
    {
        await using var reader = NewReader();
        await using var writer = NewClient();
        writer.SendCommand("SET", "k", "v");
        writer.Expect("+OK\r\n");
        reader.SendCommand("GETNEAR", "k");
        reader.Expect("*2\r\n$1\r\nv\r\n:-1\r\n");
        writer.SendCommand("SET", "k", "w");
        writer.SendCommand("SET", "k", "x");
        writer.Expect("+OK\r\n+OK\r\n");
        reader.Expect(Push("$1\r\nk"));
        reader.SendCommand("PING");
        reader.Expect("+PONG\r\n");
    }

    [Fact]
    public async Task Own_write_is_told_behind_its_reply()
    {
        await using var reader = NewReader();
        reader.SendData(Encoding.Latin1.GetBytes(RawClient.Resp("GETNEAR", "k") + RawClient.Resp("SET", "k", "v") + RawClient.Resp("GETNEAR", "k")));
        reader.Expect("*2\r\n_\r\n:-1\r\n+OK\r\n" + Push("$1\r\nk") + "*2\r\n$1\r\nv\r\n:-1\r\n");
    }

    [Fact]
    public async Task Flush_is_told_for_the_partition()
    {
        await using var reader = NewReader();
        reader.SendCommand("SET", "k", "v");
        reader.SendCommand("GETNEAR", "k");
        reader.Expect("+OK\r\n*2\r\n$1\r\nv\r\n:-1\r\n");
        await using var writer = NewClient();
        writer.SendCommand("FLUSHALL");
        writer.Expect("+OK\r\n");
        reader.Expect(Push($":{PartitionOf("k")}"));
    }

    [Fact]
    public async Task Key_that_runs_out_of_time_is_told()
    {
        await using var reader = NewReader();

        // In one buffer, so at one time.
        reader.SendData(Encoding.Latin1.GetBytes(RawClient.Resp("SET", "k", "v", "PX", "60000") + RawClient.Resp("GETNEAR", "k")));
        reader.Expect("+OK\r\n*2\r\n$1\r\nv\r\n:60000\r\n");
        var (partition, later) = (_node.Partitions[PartitionOf("k")], TimeProvider.System.GetUtcNow().AddMinutes(2).ToUnixTimeMilliseconds());
        await Until.TrueAsync(() => !partition.TryExpire(later) && partition.Space.Store.Count == 0, Patience, () => "the key is gone");
        reader.Expect(Push("$1\r\nk"));
    }

    [Fact]
    public async Task Partition_that_is_not_served_any_more_is_told()
    {
        await using var reader = NewReader();
        reader.SendCommand("GETNEAR", "k");
        reader.Expect("*2\r\n_\r\n:-1\r\n");
        _node.Partitions[PartitionOf("k")].Gate.Close();
        reader.Expect(Push($":{PartitionOf("k")}"));
    }

    [Fact]
    public async Task Client_that_did_not_ask_for_it_may_keep_nothing()
    {
        await using var client = NewClient();
        client.SendCommand("GETNEAR", "k");
        client.Expect("*2\r\n_\r\n:0\r\n");
        Assert.True(_node.Partitions[PartitionOf("k")].Space.Readers.IsEmpty);
    }

    [Fact]
    public async Task Client_that_has_gone_is_told_nothing_and_costs_nothing()
    {
        await using (var reader = NewReader())
        {
            reader.SendCommand("GETNEAR", "k");
            reader.Expect("*2\r\n_\r\n:-1\r\n");
        }
        await Until.TrueAsync(() => _node.Sessions == 0, Patience, () => "the session ends");
        await using var writer = NewClient();
        writer.SendCommand("SET", "k", "v");
        writer.Expect("+OK\r\n");
        Assert.True(_node.Partitions[PartitionOf("k")].Space.Readers.IsEmpty);
    }

    private int PartitionOf(string key) => _node.Partitions.PartitionOf(Encoding.UTF8.GetBytes(key));

    private RawClient NewClient()
    {
        var client = new RawClient(_node.Port);
        client.Greet();
        return client;
    }

    private RawClient NewReader()
    {
        var client = new RawClient(_node.Port);
        Assert.Equal(ClientFeatures.Invalidations, client.Greet(new ClientHello { WindowBytes = 1 << 20, Features = ClientFeatures.Invalidations }).Features);
        return client;
    }

    private static string Push(string what) => $">2\r\n$10\r\ninvalidate\r\n{what}\r\n";
}
