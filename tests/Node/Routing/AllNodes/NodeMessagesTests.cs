using System.Buffers;
using System.Text;
using AkkaCache.Node.Routing;
using AkkaCache.Node.Routing.AllNodes;
using AkkaCache.Protocol.Resp;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Node.Tests.Routing.AllNodes;

public sealed class NodeMessagesTests
{
    [Fact]
    public void Question_is_read_as_it_was_written()
    {
        var message = QuestionBytes();
        // Golden bytes: tags and layout are append-only.
        Assert.Equal("05010807060504030201" + "02" + new string('0', 124) + "80" + "02000000" + "04000000" + "4B455953" + "02000000" + "6B2A", Convert.ToHexString(message));
        var command = new VectorBuffer();
        Assert.True(NodeMessages.TryReadQuestion(message, out var number, out var partitions, command));
        Assert.Equal(0x0102030405060708, number);
        Assert.Equal((2, 1, 511), (partitions.Count, partitions.Next(0), partitions.Next(2)));
        Assert.Equal((2, "KEYS", "k*"), (command.Vector.Count, Text(command.Vector[0]), Text(command.Vector[1])));
    }

    [Fact]
    public void Answer_is_read_as_it_was_written()
    {
        var message = AnswerBytes();
        Assert.True(NodeMessages.TryReadNumber(message, out var number));
        Assert.True(NodeMessages.TryReadAnswer(message, out var answered, out var refused, out var replies));
        Assert.Equal(9, number);
        Assert.Equal((2, 3, 5), (answered.Count, answered.Next(0), answered.Next(4)));
        Assert.Equal((1, 4), (refused.Count, refused.Next(0)));
        Assert.True(replies.TryBytes(out var first));
        Assert.Equal(":1\r\n", Text(first));
        Assert.True(replies.TryBytes(out var second));
        Assert.Equal("+OK\r\n", Text(second));
        Assert.True(replies.IsAtEnd);
    }

    [Fact]
    public void Published_message_is_read_as_it_was_written()
    {
        var message = PublishedBytes();
        Assert.Equal("0503" + "04000000" + "6E657773" + "02000000" + "6869", Convert.ToHexString(message));
        Assert.True(NodeMessages.TryReadPublished(message, out var channel, out var content));
        Assert.Equal(("news", "hi"), (Text(channel), Text(content)));
    }

    [Fact]
    public void Message_cut_at_any_byte_is_refused()
    {
        var question = QuestionBytes();
        for (var length = NodeMessages.HeadBytes; length < question.Length; length++)
            Assert.False(NodeMessages.TryReadQuestion(question.AsSpan(0, length), out _, out _, new VectorBuffer()), $"{length} bytes");
        var published = PublishedBytes();
        for (var length = NodeMessages.HeadBytes; length < published.Length; length++)
            Assert.False(NodeMessages.TryReadPublished(published.AsSpan(0, length), out _, out _), $"{length} bytes");
    }

    [Fact]
    public void Messages_that_were_changed_on_the_way_do_no_harm()
    {
        const int seed = 13;
        var random = new Random(seed);
        using var nodes = new ThreeNodes();
        nodes.Fill(20);
        byte[][] messages = [QuestionBytes(), AnswerBytes(), PublishedBytes()];
        for (var i = 0; i < 3000; i++)
        {
            var bytes = (byte[])messages[random.Next(messages.Length)].Clone();
            for (var change = random.Next(1, 4); change > 0; change--) bytes[random.Next(1, bytes.Length)] = (byte)random.Next(256);
            nodes.B.Calls.Receive(nodes.A.Id, bytes.AsSpan(0, random.Next(bytes.Length + 1)));
        }
        Assert.Equal(":20\r\n", nodes.A.Send("DBSIZE"));
        Assert.NotEqual(0, nodes.B.Counters.MessagesMalformed.Value);
    }

    private static byte[] QuestionBytes()
    {
        var set = default(PartitionSet);
        set.Add(1);
        set.Add(511);
        var message = new ArrayBufferWriter<byte>();
        NodeMessages.WriteQuestion(message, 0x0102030405060708, set, new VectorBuffer().Add("KEYS"u8).Add("k*"u8).Vector);
        return message.WrittenSpan.ToArray();
    }

    private static byte[] AnswerBytes()
    {
        var run = new PartitionRun();
        using var reply = new RespWriter();
        reply.Integer(1);
        run.Add(3, reply);
        run.Refuse(4);
        reply.Ok();
        run.Add(5, reply);
        var message = new ArrayBufferWriter<byte>();
        NodeMessages.WriteAnswer(message, 9, run);
        return message.WrittenSpan.ToArray();
    }

    private static byte[] PublishedBytes()
    {
        var message = new ArrayBufferWriter<byte>();
        NodeMessages.WritePublished(message, "news"u8, "hi"u8);
        return message.WrittenSpan.ToArray();
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.ASCII.GetString(bytes);
}
