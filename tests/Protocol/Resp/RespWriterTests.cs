using AkkaCache.Protocol.Resp;

namespace AkkaCache.Protocol.Tests.Resp;

/// <summary>Golden bytes of every reply type, in both protocol versions.</summary>
public class RespWriterTests
{
    public static TheoryData<string, string, string> Replies() => new()
    {
        { "simple", "+PONG\r\n", "+PONG\r\n" },
        { "ok", "+OK\r\n", "+OK\r\n" },
        { "error", "-ERR syntax error\r\n", "-ERR syntax error\r\n" },
        { "error with line ends", "-ERR a  b \r\n", "-ERR a  b \r\n" },
        { "integer 0", ":0\r\n", ":0\r\n" },
        { "integer 9", ":9\r\n", ":9\r\n" },
        { "integer 10", ":10\r\n", ":10\r\n" },
        { "integer -1", ":-1\r\n", ":-1\r\n" },
        { "integer min", ":-9223372036854775808\r\n", ":-9223372036854775808\r\n" },
        { "integer max", ":9223372036854775807\r\n", ":9223372036854775807\r\n" },
        { "bulk", "$5\r\na\r\nbc\r\n", "$5\r\na\r\nbc\r\n" },
        { "bulk empty", "$0\r\n\r\n", "$0\r\n\r\n" },
        { "bulk integer", "$4\r\n-123\r\n", "$4\r\n-123\r\n" },
        { "null", "$-1\r\n", "_\r\n" },
        { "null array", "*-1\r\n", "_\r\n" },
        { "array", "*2\r\n", "*2\r\n" },
        { "map", "*6\r\n", "%3\r\n" },
        { "set", "*3\r\n", "~3\r\n" },
        { "push", "*3\r\n", ">3\r\n" },
        { "true", ":1\r\n", "#t\r\n" },
        { "false", ":0\r\n", "#f\r\n" },
        { "double", "$19\r\n0.10000000000000001\r\n", ",0.10000000000000001\r\n" },
        { "double whole", "$1\r\n3\r\n", ",3\r\n" },
        { "double infinite", "$4\r\n-inf\r\n", ",-inf\r\n" },
        { "verbatim", "$5\r\nhello\r\n", "=9\r\ntxt:hello\r\n" },
    };

    [Theory]
    [MemberData(nameof(Replies))]
    public void Reply_is_written_in_each_version_as_Redis_writes_it(string reply, string version2, string version3)
    {
        Assert.Equal(version2, WriterRun.Written(2, writer => Write(writer, reply)));
        Assert.Equal(version3, WriterRun.Written(3, writer => Write(writer, reply)));
    }

    /// <summary>Segments of 64 bytes, and each reply beginning at each offset within one.</summary>
    [Theory]
    [MemberData(nameof(Replies))]
    public void Reply_is_the_same_across_a_segments_end(string reply, string version2, string version3)
    {
        for (var before = 0; before < 130; before++)
        {
            var filler = new string('.', before);
            Action<RespWriter> write = writer =>
            {
                writer.Raw(ReaderRun.Bytes(filler));
                Write(writer, reply);
            };
            Assert.Equal(filler + version2, WriterRun.Written(2, write, 64));
            Assert.Equal(filler + version3, WriterRun.Written(3, write, 64));
        }
    }

    private static void Write(RespWriter writer, string reply)
    {
        switch (reply)
        {
            case "simple": writer.SimpleString("PONG"u8); break;
            case "ok": writer.Ok(); break;
            case "error": writer.Error(ErrorText.Syntax); break;
            case "error with line ends": writer.Error("ERR a\r\nb\n"u8); break;
            case "integer 0": writer.Integer(0); break;
            case "integer 9": writer.Integer(9); break;
            case "integer 10": writer.Integer(10); break;
            case "integer -1": writer.Integer(-1); break;
            case "integer min": writer.Integer(long.MinValue); break;
            case "integer max": writer.Integer(long.MaxValue); break;
            case "bulk": writer.Bulk("a\r\nbc"u8); break;
            case "bulk empty": writer.Bulk([]); break;
            case "bulk integer": writer.BulkInteger(-123); break;
            case "null": writer.Null(); break;
            case "null array": writer.NullArray(); break;
            case "array": writer.ArrayHeader(2); break;
            case "map": writer.MapHeader(3); break;
            case "set": writer.SetHeader(3); break;
            case "push": writer.PushHeader(3); break;
            case "true": writer.Boolean(true); break;
            case "false": writer.Boolean(false); break;
            case "double": writer.Double(0.1); break;
            case "double whole": writer.Double(3); break;
            case "double infinite": writer.Double(double.NegativeInfinity); break;
            case "verbatim": writer.Verbatim("txt"u8, "hello"u8); break;
            default: throw new ArgumentException(reply, nameof(reply));
        }
    }
}
