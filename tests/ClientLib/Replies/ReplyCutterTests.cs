using System.Text;
using AkkaCache.Client.Replies;
using CsCheck;

namespace AkkaCache.Client.Tests.Replies;

public class ReplyCutterTests
{
    private static readonly string[] Replies =
    [
        "+OK\r\n", "-ERR no\r\n", ":42\r\n", "$0\r\n\r\n", "$5\r\nab\r\nc\r\n", "$-1\r\n", "_\r\n", ",1.5\r\n", "#t\r\n", "(123\r\n", "=7\r\ntxt:abc\r\n", "!5\r\nERR x\r\n",
        "*0\r\n", "*-1\r\n", "*2\r\n$1\r\na\r\n*2\r\n:1\r\n_\r\n", "%1\r\n+k\r\n~2\r\n:1\r\n:2\r\n", ">2\r\n+a\r\n+b\r\n",
    ];

    [Fact]
    public void Replies_are_cut_wherever_the_frames_are() => Gen.Select(Gen.Int[0, Replies.Length - 1].Array[1, 20], Gen.Int[1, 12].Array[1, 40]).Sample((picked, cuts) =>
    {
        var expected = picked.Select(index => Replies[index]).ToList();
        var bytes = Encoding.ASCII.GetBytes(string.Concat(expected));
        using var cutter = new ReplyCutter();
        var found = new List<string>();
        for (var (at, i) = (0, 0); at < bytes.Length; i++)
        {
            var length = Math.Min(cuts[i % cuts.Length], bytes.Length - at);
            ReadOnlySpan<byte> frame = bytes.AsSpan(at, length);
            while (cutter.TryTake(ref frame, out var reply)) found.Add(Encoding.ASCII.GetString(reply));
            Assert.True(frame.IsEmpty);
            at += length;
        }
        Assert.Equal(expected, found);
    });

    [Theory]
    [InlineData("x\r\n")]
    [InlineData("$x\r\n")]
    [InlineData("*99999999999999999999999999\r\n")]
    [InlineData("$9999999999\r\n")]
    public void Bytes_that_are_no_reply_are_refused(string text)
    {
        using var cutter = new ReplyCutter();
        var bytes = Encoding.ASCII.GetBytes(text);
        Assert.Equal(CacheErrorCode.Protocol, Assert.Throws<CacheException>(() =>
        {
            ReadOnlySpan<byte> frame = bytes;
            cutter.TryTake(ref frame, out _);
        }).Code);
    }

    [Fact]
    public void Reply_of_many_elements_is_looked_at_once()
    {
        // 200 000 elements in 3 000 frames: looked at anew for each frame it would take minutes.
        var text = new StringBuilder("*200000\r\n");
        for (var i = 0; i < 200_000; i++) text.Append("$5\r\nabcde\r\n");
        var bytes = Encoding.ASCII.GetBytes(text.ToString());
        using var cutter = new ReplyCutter();
        var found = 0;
        for (var at = 0; at < bytes.Length; at += 700)
        {
            ReadOnlySpan<byte> frame = bytes.AsSpan(at, Math.Min(700, bytes.Length - at));
            while (cutter.TryTake(ref frame, out var reply)) found = reply.Length;
        }
        Assert.Equal(bytes.Length, found);
    }
}
