using System.Text;
using AkkaCache.Node.Sessions.Replies;
using AkkaCache.Node.Tests.Partitions.Commits;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Node.Tests.Sessions.Replies;

public sealed class ReplyOrderTests : IReplyOwner, IDisposable
{
    private const string Lost = "-UNKNOWN the outcome of the command is not known: the partition changed hands\r\n";

    private readonly RespWriter _writer = new(64);
    private readonly ReplyOrder _order;
    private readonly WakeUps _wakeUps = new();
    private int _told;

    public ReplyOrderTests() => _order = new ReplyOrder(_writer, this);

    public void Dispose() => _order.Dispose();

    void IReplyOwner.RepliesMoved() => _told++;

    [Fact]
    public void Order_without_holds_is_the_writer()
    {
        _writer.Ok();
        Assert.Equal(5, _order.PendingBytes);
        Assert.Equal("+OK\r\n", Sent());
        Assert.True(_order.IsEmpty);
    }

    [Fact]
    public void Pending_reply_keeps_its_place_and_what_comes_behind_it_waits()
    {
        _writer.Integer(1);
        var reply = _order.Reserve();
        _writer.Integer(3);
        Assert.Equal(":1\r\n", Sent());
        Assert.False(_order.IsEmpty);
        Answer(reply, ":2\r\n");
        Assert.Equal(1, _told);
        Assert.Equal(8, _order.PendingBytes);
        Assert.Equal(":2\r\n:3\r\n", Sent());
        Assert.True(_order.IsEmpty);
        Assert.Equal(12, _order.TotalBytes);
    }

    [Fact]
    public void Pending_replies_that_come_in_another_order_leave_in_theirs()
    {
        var first = _order.Reserve();
        var second = _order.Reserve();
        Answer(second, ":2\r\n");
        Assert.Equal("", Sent());
        Answer(first, ":1\r\n");
        Assert.Equal(":1\r\n:2\r\n", Sent());
    }

    [Fact]
    public void Whoever_makes_a_reply_only_then_is_told_when_all_before_it_are_there()
    {
        var first = _order.Reserve();
        var told = new List<PendingReply>();
        var second = _order.Reserve(told.Add);
        Assert.Equal("", Sent());
        Assert.Empty(told);
        Answer(first, ":1\r\n");
        Assert.Equal(":1\r\n", Sent());
        Assert.Equal([second], told);
        Assert.Equal("", Sent());
        Assert.Single(told);
        Answer(second, ":2\r\n");
        Assert.Equal(":2\r\n", Sent());
    }

    [Fact]
    public void Replies_that_come_together_leave_in_one_run()
    {
        var first = _order.Reserve();
        _writer.Ok();
        var second = _order.Reserve();
        _writer.Ok();
        first.Answer(0, ":1\r\n"u8, _wakeUps);
        second.Answer(0, ":2\r\n"u8, _wakeUps);
        _wakeUps.Raise();
        Assert.Equal(1, _told);
        Assert.Equal(":1\r\n+OK\r\n:2\r\n+OK\r\n", Encoding.ASCII.GetString(_order.Peek()));
    }

    [Fact]
    public void Long_replies_before_a_pending_one_are_sent_from_where_they_lie()
    {
        _writer.Bulk(new byte[10_000]);
        Answer(_order.Reserve(), ":2\r\n");
        _writer.Bulk(new byte[10_000]);
        Assert.Equal(2 * 10_010 + 4, Sent().Length);
        Assert.True(_order.IsEmpty);
    }

    [Fact]
    public void Commit_holds_a_reply_until_the_partition_has_it()
    {
        var commits = new FakeCommits();
        _writer.Integer(1);
        Held(commits, 2);
        Held(commits, 3);
        _writer.Integer(4);
        Assert.Equal(":1\r\n", Sent());
        commits.Commit(1);
        Assert.Equal(1, _told);
        Assert.Equal(":2\r\n", Sent());
        commits.Commit(2);
        Assert.Equal(2, _told);
        Assert.Equal(":3\r\n:4\r\n", Sent());
    }

    [Fact]
    public void Commit_that_is_lost_replaces_its_reply_alone()
    {
        var commits = new FakeCommits();
        Held(commits, 1);
        Held(commits, 2);
        _writer.Integer(3);
        commits.Commit(1);
        commits.Lose();
        Assert.Equal(":1\r\n" + Lost + ":3\r\n", Sent());
        Assert.Equal(8 + Lost.Length, _order.TotalBytes);
    }

    [Fact]
    public void Read_whose_commit_is_lost_says_that_nothing_was_done()
    {
        var commits = new FakeCommits();
        Held(commits, 1, isWrite: false);
        commits.Lose();
        Assert.Equal("-CLUSTERDOWN Hash slot not served\r\n", Sent());
    }

    [Fact]
    public void Reply_held_by_two_partitions_waits_for_both_and_is_replaced_once()
    {
        var one = new FakeCommits();
        var other = new FakeCommits();
        for (var i = 0; i < 2; i++)
        {
            var from = _writer.TotalBytes;
            _writer.Ok();
            _order.HoldBack(one.Mark(isWrite: true), from);
            _order.HoldBack(other.Mark(isWrite: true), from);
        }
        one.Commit(1);
        Assert.Equal("", Sent());
        other.Commit(1);
        Assert.Equal("+OK\r\n", Sent());
        one.Lose();
        other.Lose();
        Assert.Equal(Lost, Sent());
        Assert.True(_order.IsEmpty);
    }

    [Fact]
    public void Silenced_reply_is_awaited_and_not_sent()
    {
        var mark = _order.Position;
        var reply = _order.Reserve();
        _order.Silence(mark);
        _writer.Integer(2);
        Assert.Equal("", Sent());
        Answer(reply, ":1\r\n");
        Assert.Equal(":2\r\n", Sent());
        Assert.Equal(0, _order.PendingBytes);
    }

    [Fact]
    public void Silenced_commit_is_not_awaited()
    {
        var mark = _order.Position;
        Held(new FakeCommits(), 1);
        _order.Silence(mark);
        _writer.Integer(2);
        Assert.Equal(":2\r\n", Sent());
    }

    [Fact]
    public void Dropped_reply_may_come_late()
    {
        var mark = _order.Position;
        var reply = _order.Reserve();
        _writer.Ok();
        _order.Drop(mark);
        _writer.Integer(1);
        Assert.Equal(":1\r\n", Sent());
        Answer(reply, new string('x', 10_000));
        Assert.Equal(0, _told);
        Assert.True(_order.IsEmpty);
        Assert.Equal(0, _order.PendingBytes);
    }

    [Fact]
    public void Order_that_ended_drops_what_comes()
    {
        var filled = _order.Reserve();
        var late = _order.Reserve();
        Answer(filled, new string('x', 1000));
        _order.Dispose();
        Answer(late, ":1\r\n");
        Assert.Equal(1, _told);
        Assert.Equal(0, _order.PendingBytes);
    }

    [Fact]
    public void Order_is_full_at_its_ceiling()
    {
        AnswerSome(":1\r\n");
        Assert.Equal(ReplyOrder.MaxHolds, ReserveUntilFull().Count);
    }

    /// <summary>A client that asks for long values and does not read: the node keeps few of them.</summary>
    [Fact]
    public void Fewer_replies_are_awaited_while_they_are_long()
    {
        var unknown = ReserveUntilFull();
        Assert.Equal(ReplyOrder.AwaitedBytes / ReplyOrder.FirstGuess, unknown.Count);
        foreach (var reply in unknown) Answer(reply, ":1\r\n");
        Sent();
        AnswerSome($"${1 << 20}\r\n{new string('x', 1 << 20)}\r\n");
        Assert.Equal(16, ReserveUntilFull().Count);
    }

    [Fact]
    public void Order_in_use_allocates_nothing()
    {
        var allocated = Testing.Allocation.Allocated.By(1000, _ =>
        {
            var first = _order.Reserve();
            _writer.Ok();
            var second = _order.Reserve();
            second.Answer(0, "+PONG\r\n"u8, _wakeUps);
            first.Answer(0, "+PONG\r\n"u8, _wakeUps);
            _wakeUps.Raise();
            for (var chunk = _order.Peek(); chunk.Count > 0; chunk = _order.Peek()) _order.Take(chunk.Count);
        });
        Assert.Equal(0, allocated);
    }

    private List<PendingReply> ReserveUntilFull()
    {
        var replies = new List<PendingReply>();
        while (!_order.IsFull) replies.Add(_order.Reserve());
        return replies;
    }

    /// <summary>Enough for what came before to be forgotten.</summary>
    private void AnswerSome(string reply)
    {
        for (var i = 0; i < 50; i++)
        {
            Answer(_order.Reserve(), reply);
            Sent();
        }
    }

    private void Held(FakeCommits commits, int value, bool isWrite = true)
    {
        var from = _writer.TotalBytes;
        _writer.Integer(value);
        _order.HoldBack(commits.Mark(isWrite), from);
    }

    private void Answer(PendingReply reply, string resp)
    {
        reply.Answer(0, Encoding.ASCII.GetBytes(resp), _wakeUps);
        _wakeUps.Raise();
    }

    private string Sent()
    {
        var text = new StringBuilder();
        for (var chunk = _order.Peek(); chunk.Count > 0; chunk = _order.Peek())
        {
            text.Append(Encoding.ASCII.GetString(chunk));
            _order.Take(chunk.Count);
        }
        return text.ToString();
    }
}
