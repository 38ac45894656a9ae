using AkkaCache.Protocol.Resp;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Protocol.Tests.Resp;

/// <summary>Composed errors, as a Redis 7.0.15 was seen to send them.</summary>
public class ErrorTextTests
{
    [Fact]
    public void Named_errors_carry_the_name()
    {
        Check("-ERR wrong number of arguments for 'client|setname' command\r\n", writer => ErrorText.WrongArity(writer, "client|setname"u8));
        Check("-ERR invalid expire time in 'set' command\r\n", writer => ErrorText.InvalidExpire(writer, "set"u8));
        Check("-ERR at least 1 input key is needed for 'zunion' command\r\n", writer => ErrorText.NoInputKey(writer, "zunion"u8));
        Check("-ERR Unsupported option foo\r\n", writer => ErrorText.UnsupportedOption(writer, "foo"u8));
        Check("-ERR Syntax error in HELLO option 'auth'\r\n", writer => ErrorText.HelloOption(writer, "auth"u8));
        Check("-ERR Unknown option or number of arguments for CONFIG SET - 'nosuch'\r\n", writer => ErrorText.UnknownConfigOption(writer, "nosuch"u8));
        Check("-EXECABORT Transaction discarded because of: wrong number of arguments for 'exec' command\r\n",
            writer => ErrorText.ExecAbortBecause(writer, "wrong number of arguments for 'exec' command"u8));
        Check("-ERR Can't execute 'get': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context\r\n",
            writer => ErrorText.SubscriberOnly(writer, "get"u8));
    }

    [Fact]
    public void Redirections_carry_slot_and_address()
    {
        Check("-MOVED 15495 127.0.0.1:17102\r\n", writer => ErrorText.Moved(writer, 15495, "127.0.0.1"u8, 17102));
        Check("-ASK 0 ::1:6379\r\n", writer => ErrorText.Ask(writer, 0, "::1"u8, 6379));
        Check($"-MOVED 16383 {X('h', 253)}:65535\r\n", writer => ErrorText.Moved(writer, 16383, ReaderRun.Bytes(X('h', 300)), 65535));
    }

    [Fact]
    public void Unknown_subcommand_is_repeated_up_to_128_bytes()
    {
        Check("-ERR unknown subcommand 'NoSuch'. Try CLIENT HELP.\r\n", writer => ErrorText.UnknownSubcommand(writer, "client"u8, "NoSuch"u8));
        Check($"-ERR unknown subcommand '{X('x', 128)}'. Try CLIENT HELP.\r\n",
            writer => ErrorText.UnknownSubcommand(writer, "client"u8, ReaderRun.Bytes(X('x', 200))));
        Check("-ERR unknown subcommand 'a'. Try CLIENT HELP.\r\n", writer => ErrorText.UnknownSubcommand(writer, "client"u8, "a\0b"u8));
    }

    [Fact]
    public void Unknown_command_shows_its_first_arguments()
    {
        Unknown("'foo', with args beginning with: ", "foo");
        Unknown("'FOO', with args beginning with: 'a' 'b' ", "FOO", "a", "b");
        Unknown($"'foo', with args beginning with: '{X('a', 128)}' ", "foo", X('a', 130));
        Unknown($"'foo', with args beginning with: '{X('a', 60)}' '{X('b', 60)}' 'cc' ", "foo", X('a', 60), X('b', 60), X('c', 60));
        Unknown($"'foo', with args beginning with: '{X('a', 126)}' ", "foo", X('a', 126), "b");
        Unknown($"'foo', with args beginning with: '{X('a', 125)}' ", "foo", X('a', 125), X('b', 10));
        Unknown($"'foo', with args beginning with: '{X('a', 100)}' '{X('b', 25)}' ", "foo", X('a', 100), X('b', 40), "c");
        Unknown("'f  o', with args beginning with: 'x  y' ", "f\r\no", "x\r\ny");
        Unknown("'f', with args beginning with: 'x' 'z' ", "f\0o", "x\0y", "z");
        Unknown($"'{X('f', 128)}', with args beginning with: 'a' ", X('f', 200), "a");
        Unknown("'foo', with args beginning with: " + string.Concat(Enumerable.Repeat("'' ", 43)), ["foo", .. Enumerable.Repeat("", 500)]);
    }

    private static string X(char c, int count) => new(c, count);

    private static void Unknown(string expected, params string[] command)
    {
        var bytes = new List<byte>();
        var ranges = new List<ArgumentRange>();
        foreach (var argument in command)
        {
            ranges.Add(new ArgumentRange(bytes.Count, argument.Length));
            bytes.AddRange(ReaderRun.Bytes(argument));
        }
        Check("-ERR unknown command " + expected + "\r\n", writer => ErrorText.UnknownCommand(writer, new CommandVector(bytes.ToArray(), ranges.ToArray())));
    }

    private static void Check(string expected, Action<RespWriter> write) => Assert.Equal(expected, WriterRun.Written(2, write));
}
