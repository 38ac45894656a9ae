using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.Server.Catalog;

/// <summary>A row as COMMAND and COMMAND INFO show it: ten elements, the last of them the subcommands in the same form.</summary>
internal static class CommandInfoReply
{
    private const int Elements = 10;

    public static void Write(RespWriter reply, CommandDescriptor row)
    {
        reply.ArrayHeader(Elements);
        reply.Bulk(row.NameUtf8);
        reply.Integer(row.Arity);
        WriteWords(reply, CommandWords.OfFlags(row), "");
        reply.Integer(row.Keys.First);
        reply.Integer(row.Keys.Last);
        reply.Integer(row.Keys.Step);
        WriteWords(reply, CommandWords.CategoriesOf(row), "@");
        reply.SetHeader(row.Tips.Count);
        foreach (var tip in row.Tips) TextReply.Bulk(reply, tip);
        var specs = KeySpec.DefaultsOf(row);
        reply.SetHeader(specs.Count);
        foreach (var spec in specs) WriteSpec(reply, spec);
        if (!row.IsContainer) reply.SetHeader(0);
        else reply.ArrayHeader(row.Subcommands.Count);
        foreach (var subcommand in row.Subcommands) Write(reply, subcommand);
    }

    public static void WriteWords(RespWriter reply, List<string> words, string prefix)
    {
        reply.SetHeader(words.Count);
        foreach (var word in words) TextReply.Simple(reply, prefix + word);
    }

    private static void WriteSpec(RespWriter reply, KeySpec spec)
    {
        reply.MapHeader(spec.Notes.Length > 0 ? 4 : 3);
        if (spec.Notes.Length > 0)
        {
            reply.Bulk("notes"u8);
            TextReply.Bulk(reply, spec.Notes);
        }
        reply.Bulk("flags"u8);
        WriteWords(reply, CommandWords.OfAccess(spec.Access), "");
        reply.Bulk("begin_search"u8);
        reply.MapHeader(2);
        reply.Bulk("type"u8);
        reply.Bulk("index"u8);
        reply.Bulk("spec"u8);
        reply.MapHeader(1);
        reply.Bulk("index"u8);
        reply.Integer(spec.First);
        reply.Bulk("find_keys"u8);
        reply.MapHeader(2);
        reply.Bulk("type"u8);
        reply.Bulk(spec.IsCounted ? "keynum"u8 : "range"u8);
        reply.Bulk("spec"u8);
        reply.MapHeader(3);
        if (spec.IsCounted)
        {
            WriteCounted(reply, spec);
            return;
        }
        reply.Bulk("lastkey"u8);
        reply.Integer(spec.Last);
        reply.Bulk("keystep"u8);
        reply.Integer(spec.Step);
        reply.Bulk("limit"u8);
        reply.Integer(0);
    }

    // Distances from where the search begins: the number itself, then the keys.
    private static void WriteCounted(RespWriter reply, KeySpec spec)
    {
        reply.Bulk("keynumidx"u8);
        reply.Integer(0);
        reply.Bulk("firstkey"u8);
        reply.Integer(1);
        reply.Bulk("keystep"u8);
        reply.Integer(spec.Step);
    }
}
