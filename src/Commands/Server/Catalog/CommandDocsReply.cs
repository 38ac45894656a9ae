using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.Server.Catalog;

/// <summary>A row as COMMAND DOCS shows it, from which redis-cli makes its hints and help.</summary>
internal static class CommandDocsReply
{
    public static void Write(RespWriter reply, CommandDescriptor row)
    {
        var arguments = SyntaxParser.Parse(row.Syntax);
        reply.MapHeader(4 + (arguments.Count > 0 ? 1 : 0) + (row.IsContainer ? 1 : 0));
        Pair(reply, "summary"u8, row.Summary);
        Pair(reply, "since"u8, row.Since);
        Pair(reply, "group"u8, row.Group);
        Pair(reply, "complexity"u8, row.Complexity);
        if (arguments.Count > 0)
        {
            var keys = 0;
            reply.Bulk("arguments"u8);
            WriteArguments(reply, arguments, KeySpec.DefaultsOf(row).Count, ref keys);
        }
        if (!row.IsContainer) return;
        reply.Bulk("subcommands"u8);
        reply.MapHeader(row.Subcommands.Count);
        foreach (var subcommand in row.Subcommands)
        {
            reply.Bulk(subcommand.NameUtf8);
            Write(reply, subcommand);
        }
    }

    private static void WriteArguments(RespWriter reply, IReadOnlyList<SyntaxArgument> arguments, int specs, ref int keys)
    {
        reply.ArrayHeader(arguments.Count);
        foreach (var argument in arguments) WriteArgument(reply, argument, specs, ref keys);
    }

    private static void WriteArgument(RespWriter reply, SyntaxArgument argument, int specs, ref int keys)
    {
        var isKey = argument.Type == "key" && specs > 0;
        var hasFlags = argument.IsOptional || argument.IsMultiple;
        reply.MapHeader(2 + Count(isKey) + Count(argument.Token.Length > 0) + Count(hasFlags) + Count(argument.Children.Count > 0));
        Pair(reply, "name"u8, argument.Name);
        Pair(reply, "type"u8, argument.Type);
        if (isKey)
        {
            reply.Bulk("key_spec_index"u8);
            reply.Integer(Math.Min(keys++, specs - 1));
        }
        if (argument.Token.Length > 0) Pair(reply, "token"u8, argument.Token);
        if (hasFlags)
        {
            reply.Bulk("flags"u8);
            reply.SetHeader(Count(argument.IsOptional) + Count(argument.IsMultiple));
            if (argument.IsOptional) reply.SimpleString("optional"u8);
            if (argument.IsMultiple) reply.SimpleString("multiple"u8);
        }
        if (argument.Children.Count == 0) return;
        reply.Bulk("arguments"u8);
        WriteArguments(reply, argument.Children, specs, ref keys);
    }

    private static int Count(bool present) => present ? 1 : 0;

    private static void Pair(RespWriter reply, ReadOnlySpan<byte> name, string value)
    {
        reply.Bulk(name);
        TextReply.Bulk(reply, value);
    }
}
