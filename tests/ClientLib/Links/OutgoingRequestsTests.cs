using System.Text;
using AkkaCache.Client.Links;
using AkkaCache.Client.Requests;
using AkkaCache.Protocol.Frames;

namespace AkkaCache.Client.Tests.Links;

public class OutgoingRequestsTests
{
    private readonly OutgoingRequests _requests = new(framesUnderWay: 1);
    private List<Request>? _dropped;

    [Fact]
    public void Lone_request_leaves_at_once()
    {
        _requests.Add(NewRequest("a"));
        Assert.True(_requests.MayLeave);
        Assert.Equal("*1\r\n$1\r\na\r\n", TakeFrame());
        Assert.False(_requests.MayLeave);
    }

    [Fact]
    public void Requests_that_come_while_a_frame_is_under_way_leave_together_after_its_first_reply()
    {
        _requests.Add(NewRequest("a"));
        TakeFrame();
        _requests.Add(NewRequest("b"));
        _requests.Add(NewRequest("c"));
        Assert.False(_requests.MayLeave);
        Assert.NotNull(_requests.Answer("+OK\r\n"u8, out _));
        Assert.True(_requests.MayLeave);
        Assert.Equal("*1\r\n$1\r\nb\r\n*1\r\n$1\r\nc\r\n", TakeFrame());
    }

    [Fact]
    public void More_than_a_frames_worth_does_not_wait()
    {
        _requests.Add(NewRequest("a"));
        TakeFrame();
        _requests.Add(NewRequest(new string('x', ClientFrame.MaxPayloadBytes)));
        Assert.True(_requests.MayLeave);
        Assert.Equal(ClientFrame.MaxPayloadBytes, TakeFrame().Length);
        // What has begun goes on.
        Assert.True(_requests.MayLeave);
        TakeFrame();
        Assert.False(_requests.MayLeave);
    }

    [Fact]
    public void Frame_keeps_to_its_room()
    {
        _requests.Add(NewRequest("abc"));
        Assert.Equal("*1\r", TakeFrame(room: 3));
        Assert.Equal("\n$3\r\nabc\r\n", TakeFrame());
    }

    [Fact]
    public void Cancelled_request_is_not_sent()
    {
        var cancelled = NewRequest("a");
        cancelled.Fail(CacheErrorCode.Timeout, "");
        _requests.Add(cancelled);
        _requests.Add(NewRequest("b"));
        Assert.Equal("*1\r\n$1\r\nb\r\n", TakeFrame());
        Assert.Same(cancelled, Assert.Single(_dropped!));
    }

    [Fact]
    public void Replies_belong_to_requests_in_their_order()
    {
        var (a, b) = (NewRequest("a"), NewRequest("b", replies: 2));
        _requests.Add(a);
        _requests.Add(b);
        TakeFrame();
        Assert.Same(a, _requests.Answer("+1\r\n"u8, out _));
        Assert.Null(_requests.Answer("-ERR first\r\n"u8, out var isExpected));
        Assert.True(isExpected);
        Assert.Same(b, _requests.Answer("+2\r\n"u8, out _));
        Assert.Equal("-ERR first", b.EarlierError);
        Assert.Null(_requests.Answer("+3\r\n"u8, out isExpected));
        Assert.False(isExpected);
    }

    [Fact]
    public void What_is_left_is_told_apart_by_whether_it_was_sent()
    {
        var (a, b) = (NewRequest("a"), NewRequest("b"));
        _requests.Add(a);
        TakeFrame();
        _requests.Add(b);
        var (unsent, unanswered) = _requests.Clear();
        Assert.Same(b, Assert.Single(unsent));
        Assert.Same(a, Assert.Single(unanswered));
        Assert.True(_requests.IsEmpty);
    }

    private static Request<long> NewRequest(string word, int replies = 1)
    {
        var request = Request<long>.Rent(RequestKind.Read, Maps.Integer, replies: replies);
        request.Commands.Begin(1).Add(Encoding.ASCII.GetBytes(word));
        return request;
    }

    private string TakeFrame(int room = 1 << 20)
    {
        var frame = _requests.TakeFrame(room, ref _dropped);
        Assert.NotNull(frame);
        return Encoding.ASCII.GetString(frame.AsSpan(ClientFrame.DataHeaderBytes));
    }
}
