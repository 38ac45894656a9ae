using System.Text;
using AkkaCache.Node.Doors.Resp;
using AkkaCache.Node.Sessions.Replies;
using AkkaCache.Node.Tests.Partitions.Commits;

namespace AkkaCache.Node.Tests.Doors.Resp;

/// <summary>The same connection over the socket loop and over the runtime's streams.</summary>
public abstract class RespConnectionTests(bool usesSocketLoop)
{
    private DoorFixture NewDoor(RespDoorOptions? options = null) => new((options ?? new RespDoorOptions()) with { UsesSocketLoop = usesSocketLoop });

    private const string SetAndGet = "*3\r\n$3\r\nSET\r\n$1\r\na\r\n$5\r\n1\r\n23\r\n*2\r\n$3\r\nGET\r\n$1\r\na\r\nPING\r\n";
    private const string SetAndGetReplies = "+OK\r\n$5\r\n1\r\n23\r\n+PONG\r\n";

    [Fact]
    public void Connection_request_split_at_every_byte_gives_the_same_replies()
    {
        using var door = NewDoor();
        using var socket = door.Connect();
        for (var cut = 1; cut < SetAndGet.Length; cut++)
        {
            socket.SendText(SetAndGet[..cut]);
            // A bystander's round trip on the same door: the first part has been read by then, or lies in the socket.
            using var other = door.Connect();
            other.SendText("PING\r\n");
            other.ReceiveText(7);
            socket.SendText(SetAndGet[cut..]);
            Assert.Equal(SetAndGetReplies, socket.ReceiveText(SetAndGetReplies.Length));
        }
    }

    [Fact]
    public void Connection_byte_by_byte_gives_the_same_replies()
    {
        using var door = NewDoor();
        using var socket = door.Connect();
        foreach (var c in SetAndGet) socket.SendText(c.ToString());
        Assert.Equal(SetAndGetReplies, socket.ReceiveText(SetAndGetReplies.Length));
    }

    [Fact]
    public async Task Connection_long_pipeline_is_answered_in_order()
    {
        using var door = NewDoor();
        using var socket = door.Connect();
        var requests = new StringBuilder();
        var replies = new StringBuilder();
        for (var i = 0; i < 20_000; i++)
        {
            var value = i.ToString();
            requests.Append($"*3\r\n$3\r\nSET\r\n$1\r\nk\r\n${value.Length}\r\n{value}\r\nGET k\r\n");
            replies.Append($"+OK\r\n${value.Length}\r\n{value}\r\n");
        }
        var sending = Task.Run(() => socket.SendText(requests.ToString()));
        Assert.Equal(replies.ToString(), socket.ReceiveText(replies.Length));
        await sending;
    }

    [Fact]
    public void Connection_deferred_commands_keep_their_place()
    {
        using var door = NewDoor();
        using var socket = door.Connect();
        var requests = new StringBuilder();
        var replies = new StringBuilder();
        for (var i = 0; i < 500; i++)
        {
            requests.Append($"SET a {i}\r\nBIG a 1000000\r\nGET a\r\nCOUNT\r\n");
            replies.Append($"+OK\r\n+OK\r\n${i.ToString().Length}\r\n{i}\r\n:1\r\n");
        }
        socket.SendText(requests.ToString());
        Assert.Equal(replies.ToString(), socket.ReceiveText(replies.Length));
    }

    [Fact]
    public async Task Connection_large_value_arrives_and_returns_whole()
    {
        // Longer than the input that may pile up behind waiting commands: this one waits for nothing but its own end.
        using var door = NewDoor(new RespDoorOptions { InputPauseBytes = 64 * 1024 });
        using var socket = door.Connect();
        var value = new byte[5_000_000];
        new Random(3).NextBytes(value);
        var sending = Task.Run(() =>
        {
            socket.SendText($"*3\r\n$3\r\nSET\r\n$1\r\nv\r\n${value.Length}\r\n");
            socket.SendAll(value);
            socket.SendText("\r\nGET v\r\n");
        });
        Assert.Equal("+OK\r\n$5000000\r\n", socket.ReceiveText(15));
        Assert.Equal(Encoding.Latin1.GetString(value), socket.ReceiveText(value.Length));
        await sending;
    }

    [Fact]
    public void Connection_protocol_error_is_answered_and_ends_it()
    {
        using var door = NewDoor();
        using var socket = door.Connect();
        socket.SendText("PING\r\n*1\r\n$x\r\n");
        Assert.Equal("+PONG\r\n-ERR Protocol error: invalid bulk length\r\n", socket.ReceiveToEnd());
    }

    [Fact]
    public void Connection_handler_that_throws_gets_an_error_and_lives()
    {
        using var door = NewDoor();
        using var socket = door.Connect();
        const string expected = "-ERR internal error; the command may have been executed in part\r\n+PONG\r\n";
        socket.SendText("FAIL a\r\nPING\r\n");
        Assert.Equal(expected, socket.ReceiveText(expected.Length));
    }

    [Fact]
    public void Connection_that_writes_its_whole_pipeline_before_reading_gets_every_reply()
    {
        using var door = NewDoor(new RespDoorOptions { OutputPauseBytes = 64 * 1024 });
        using var socket = door.Connect();
        socket.SendText($"*3\r\n$3\r\nSET\r\n$1\r\nv\r\n$1000\r\n{new string('x', 1000)}\r\n");
        Assert.Equal("+OK\r\n", socket.ReceiveText(5));
        // 20 MB of replies for 140 KB of requests, far beyond what sockets buffer.
        const int requests = 20_000;
        socket.SendText(string.Concat(Enumerable.Repeat("GET v\r\n", requests)));
        var reply = "$1000\r\n" + new string('x', 1000) + "\r\n";
        for (var i = 0; i < requests; i++) Assert.Equal(reply, socket.ReceiveText(reply.Length));
    }

    [Fact]
    public void Connection_that_does_not_read_waits_alone()
    {
        using var door = NewDoor(new RespDoorOptions { OutputPauseBytes = 64 * 1024 });
        using var slow = door.Connect();
        slow.SendText($"*3\r\n$3\r\nSET\r\n$1\r\nv\r\n$100000\r\n{new string('x', 100_000)}\r\n");
        slow.SendText(string.Concat(Enumerable.Repeat("GET v\r\n", 1000)));
        using var other = door.Connect();
        for (var i = 0; i < 1000; i++)
        {
            other.SendText("PING\r\n");
            Assert.Equal("+PONG\r\n", other.ReceiveText(7));
        }
        Assert.Equal(2, door.Connections.Count);
        Assert.Equal("+OK\r\n", slow.ReceiveText(5));
        slow.ReceiveText(1000 * ("$100000\r\n".Length + 100_000 + 2));
    }

    [Fact]
    public void Connection_subscriber_that_does_not_read_is_cut_off_at_the_output_limit()
    {
        using var door = NewDoor(new RespDoorOptions { OutputLimitBytes = 1024 * 1024 });
        door.Channels.Subscribed = true;
        using var slow = door.Connect();
        slow.SendText("PING\r\n");
        slow.ReceiveText(7);
        var message = new byte[64 * 1024];
        for (var i = 0; i < 400; i++) door.Channels.Targets[0].Push(message);
        Assert.True(SpinWait.SpinUntil(() => door.Connections.Count == 0, TimeSpan.FromSeconds(20)));
        using var other = door.Connect();
        other.SendText("PING\r\n");
        Assert.Equal("+PONG\r\n", other.ReceiveText(7));
    }

    [Fact]
    public void Connection_is_pushed_messages_between_replies()
    {
        using var door = NewDoor();
        door.Channels.Subscribed = true;
        using var socket = door.Connect();
        socket.SendText("PING\r\n");
        socket.ReceiveText(7);
        door.Channels.Targets[0].Push("+message\r\n"u8.ToArray());
        Assert.Equal("+message\r\n", socket.ReceiveText(10));
    }

    [Fact]
    public void Connection_holds_replies_until_their_partition_has_committed_and_ends_behind_them()
    {
        using var door = NewDoor();
        var commits = new FakeCommits();
        door.Partitions[door.Partitions.PartitionOf("a"u8)].Commits = commits;
        using var socket = door.Connect();
        socket.SendText("PING\r\nSET a 1\r\nNOPE\r\nGET a\r\nQUIT\r\n");
        Assert.Equal("+PONG\r\n", socket.ReceiveText(7));
        Assert.True(SpinWait.SpinUntil(() => commits.Index == 2, TimeSpan.FromSeconds(20)));
        Assert.Equal(0, socket.Available);
        commits.Commit(1);
        Assert.Equal("+OK\r\n-ERR unknown", socket.ReceiveText(17));
        commits.Commit(2);
        Assert.EndsWith("$1\r\n1\r\n+OK\r\n", socket.ReceiveToEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Connection_with_as_many_held_replies_as_may_be_waits_with_its_input()
    {
        using var door = NewDoor();
        var commits = new FakeCommits();
        door.Partitions[door.Partitions.PartitionOf("a"u8)].Commits = commits;
        using var socket = door.Connect();
        const int more = 100;
        socket.SendText(string.Concat(Enumerable.Repeat("SET a 1\r\n", ReplyOrder.MaxHolds + more)));
        Assert.True(SpinWait.SpinUntil(() => commits.Index == ReplyOrder.MaxHolds, TimeSpan.FromSeconds(20)));
        using (var other = door.Connect())
        {
            other.SendText("PING\r\n");
            other.ReceiveText(7);
        }
        Assert.Equal(ReplyOrder.MaxHolds, commits.Index);
        commits.Commit(more);
        socket.ReceiveText(more * 5);
        Assert.True(SpinWait.SpinUntil(() => commits.Index == ReplyOrder.MaxHolds + more, TimeSpan.FromSeconds(20)));
        commits.Commit(commits.Index);
        socket.ReceiveText(ReplyOrder.MaxHolds * 5);
    }

    [Fact]
    public void Connection_that_ends_with_held_replies_is_forgotten()
    {
        using var door = NewDoor();
        var commits = new FakeCommits();
        door.Partitions[door.Partitions.PartitionOf("a"u8)].Commits = commits;
        using (var socket = door.Connect())
        {
            socket.SendText("SET a 1\r\n");
            Assert.True(SpinWait.SpinUntil(() => commits.Index == 1, TimeSpan.FromSeconds(20)));
        }
        Assert.True(SpinWait.SpinUntil(() => door.Connections.Count == 0, TimeSpan.FromSeconds(20)));
        commits.Commit(1);
        using var other = door.Connect();
        other.SendText("PING\r\n");
        Assert.Equal("+PONG\r\n", other.ReceiveText(7));
    }

    [Fact]
    public void Connection_that_is_subscribed_no_more_is_pushed_nothing()
    {
        using var door = NewDoor();
        using var socket = door.Connect();
        socket.SendText("PING\r\n");
        socket.ReceiveText(7);
        door.Channels.Targets[0].Push("+message\r\n"u8.ToArray());
        socket.SendText("GET a\r\n");
        Assert.Equal("$-1\r\n", socket.ReceiveText(5));
    }

    [Fact]
    public void Connection_ended_by_its_peer_is_forgotten_with_its_watches()
    {
        using var door = NewDoor();
        using (var socket = door.Connect())
        {
            socket.SendText("WATCH a b c\r\n");
            socket.ReceiveText(5);
        }
        Assert.True(SpinWait.SpinUntil(() => door.Connections.Count == 0, TimeSpan.FromSeconds(20)));
        Assert.True(SpinWait.SpinUntil(() => door.Partitions.All.ToArray().All(p => p.Space.Watches.IsEmpty), TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task Connection_waiting_at_a_held_gate_does_not_stall_its_neighbours()
    {
        using var door = NewDoor();
        var gate = door.Partitions[door.Partitions.PartitionOf("a"u8)].Gate;
        using var held = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var holder = Task.Factory.StartNew(
            () =>
            {
                gate.TryEnter();
                held.Set();
                release.Wait();
                gate.Exit();
            },
            TaskCreationOptions.LongRunning);
        held.Wait();
        using var waiting = door.Connect();
        waiting.SendText("GET a\r\nPING\r\n");
        using var other = door.Connect();
        for (var i = 0; i < 100; i++)
        {
            other.SendText("PING\r\n");
            Assert.Equal("+PONG\r\n", other.ReceiveText(7));
        }
        Assert.Equal(0, waiting.Available);
        release.Set();
        Assert.Equal("$-1\r\n+PONG\r\n", waiting.ReceiveText(12));
        await holder;
    }
}

public class PolledConnectionTests() : RespConnectionTests(usesSocketLoop: true);

public class StreamConnectionTests() : RespConnectionTests(usesSocketLoop: false);
