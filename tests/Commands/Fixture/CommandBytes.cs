using System.Text;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Commands.Tests.Fixture;

/// <summary>A command's arguments in one buffer, as a connection would hold them.</summary>
public sealed class CommandBytes
{
    private readonly byte[] _bytes;
    private readonly ArgumentRange[] _ranges;

    private CommandBytes(byte[] bytes, ArgumentRange[] ranges)
    {
        _bytes = bytes;
        _ranges = ranges;
    }

    public CommandVector Vector => new(_bytes, _ranges);

    public static CommandBytes Of(params string[] arguments) => Of([.. arguments.Select(Encoding.Latin1.GetBytes)]);

    public static CommandBytes Of(byte[][] arguments)
    {
        var bytes = new byte[arguments.Sum(argument => argument.Length)];
        var ranges = new ArgumentRange[arguments.Length];
        var at = 0;
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i].CopyTo(bytes, at);
            ranges[i] = new ArgumentRange(at, arguments[i].Length);
            at += arguments[i].Length;
        }
        return new CommandBytes(bytes, ranges);
    }

    public override string ToString() => string.Join(' ', _ranges.Select(range => Encoding.Latin1.GetString(_bytes, range.Offset, range.Length)));
}
