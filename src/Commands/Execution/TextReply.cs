using System.Text;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.Execution;

/// <summary>Replies made of text, for commands that are asked rarely: each call encodes, and may allocate.</summary>
public static class TextReply
{
    /// <summary>Texts up to this many bytes are encoded on the stack: every name, flag and summary.</summary>
    private const int StackBytes = 512;

    public static void Bulk(RespWriter reply, string text)
    {
        Span<byte> stack = stackalloc byte[StackBytes];
        reply.Bulk(Encode(text, stack));
    }

    public static void Simple(RespWriter reply, string text)
    {
        Span<byte> stack = stackalloc byte[StackBytes];
        reply.SimpleString(Encode(text, stack));
    }

    public static void Error(RespWriter reply, string text)
    {
        Span<byte> stack = stackalloc byte[StackBytes];
        reply.Error(Encode(text, stack));
    }

    /// <summary>A long text for people: verbatim in RESP3.</summary>
    public static void Verbatim(RespWriter reply, StringBuilder text) => reply.Verbatim("txt"u8, Encoding.UTF8.GetBytes(text.ToString()));

    /// <summary>What HELP answers: a heading, then the lines, then HELP itself.</summary>
    public static void Help(RespWriter reply, string command, ReadOnlySpan<string> lines)
    {
        reply.ArrayHeader(lines.Length + 3);
        Simple(reply, $"{command} <subcommand> [<arg> [value] [opt] ...]. Subcommands are:");
        foreach (var line in lines) Simple(reply, line);
        Simple(reply, "HELP");
        Simple(reply, "    Shows these lines.");
    }

    private static ReadOnlySpan<byte> Encode(string text, Span<byte> stack)
        => Encoding.UTF8.TryGetBytes(text, stack, out var length) ? stack[..length] : Encoding.UTF8.GetBytes(text);
}
