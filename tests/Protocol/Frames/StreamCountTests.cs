using AkkaCache.Protocol.Frames;

namespace AkkaCache.Protocol.Tests.Frames;

public class StreamCountTests
{
    [Fact]
    public void Sender_has_a_window_of_room_beyond_what_was_consumed()
    {
        var sender = new StreamSender(100);
        Assert.Equal(1UL, sender.Next(60));
        Assert.Equal(40, sender.Room);
        Assert.True(sender.TryCredit(50, out var moved));
        Assert.True(moved);
        Assert.Equal(90, sender.Room);
        Assert.Equal(2UL, sender.Next(1));
    }

    [Fact]
    public void Credit_that_is_older_moves_nothing()
    {
        var sender = new StreamSender(100);
        sender.Next(60);
        sender.TryCredit(50, out _);
        Assert.True(sender.TryCredit(20, out var moved));
        Assert.False(moved);
        Assert.Equal(90, sender.Room);
    }

    [Fact]
    public void Credit_for_more_than_was_sent_is_refused()
    {
        var sender = new StreamSender(100);
        sender.Next(60);
        Assert.False(sender.TryCredit(61, out _));
    }

    [Fact]
    public void Receiver_takes_frames_in_order_within_the_window()
    {
        var receiver = new StreamReceiver(100);
        Assert.Equal(StreamStep.Taken, receiver.Take(1, 100));
        Assert.Equal(StreamStep.TooMuch, receiver.Take(2, 1));
    }

    [Fact]
    public void Receiver_notices_a_missing_and_a_repeated_frame()
    {
        Assert.Equal(StreamStep.Lost, new StreamReceiver(100).Take(2, 1));
        var receiver = new StreamReceiver(100);
        receiver.Take(1, 1);
        Assert.Equal(StreamStep.Lost, receiver.Take(1, 1));
    }

    [Fact]
    public void Receiver_tells_after_a_quarter_of_the_window()
    {
        var receiver = new StreamReceiver(100);
        receiver.Take(1, 60);
        Assert.False(receiver.Consume(24));
        Assert.True(receiver.Consume(1));
        Assert.Equal(25, receiver.TakeConsumed());
        Assert.False(receiver.Consume(24));
    }
}
