using AkkaCache.Replication.Messages;
using AkkaCache.Replication.Register;

namespace AkkaCache.Replication.Tests.Wire;

public class MessageComparerTests
{
    private static readonly Ping Ping = new(1, 2, [new Term(1, Epoch.Of(1, 1), true)]);

    private static readonly SnapshotChunk Chunk = new(1, Epoch.None, 1, 0, 0, new ReadOnlyMemory<byte>([1, 2]));

    [Fact]
    public void Equal_contents_are_equal()
    {
        Same(true, Ping, Ping with { Terms = [.. Ping.Terms] });
        Same(true, Chunk, Chunk with { Payload = new ReadOnlyMemory<byte>([1, 2]) });
    }

    [Fact]
    public void Each_difference_is_seen()
    {
        Same(false, Ping, Ping with { SentAt = 3 });
        Same(false, Ping, Ping with { Terms = [new Term(1, Epoch.Of(1, 1), false)] });
        Same(false, Ping, Ping with { Terms = [] });
        Same(false, Chunk, Chunk with { Payload = new ReadOnlyMemory<byte>([1, 3]) });
        Same(false, Chunk, Chunk with { Payload = null });
        Same(false, Ping, Chunk);
    }

    private static void Same(bool expected, Message one, Message other) => Assert.Equal(expected, MessageComparer.Instance.Equals(one, other));
}
