using System.Text;
using AkkaCache.Commands.Arguments;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.Server.Catalog;

/// <summary>COMMAND LIST, with and without FILTERBY.</summary>
internal static class CommandFilter
{
    public static void List(ref CommandContext context)
    {
        var args = context.Args;
        if (args.Count == 2)
        {
            Write(ref context, static _ => true);
            return;
        }
        if (args.Count != 5 || !Keyword.Is(args[2], "FILTERBY"u8))
        {
            context.Reply.Error(ErrorText.Syntax);
            return;
        }
        if (Keyword.Is(args[3], "MODULE"u8))
        {
            // There are no modules, hence no commands of any.
            Write(ref context, static _ => false);
        }
        else if (Keyword.Is(args[3], "ACLCAT"u8))
        {
            var category = Encoding.UTF8.GetString(args[4]).ToLowerInvariant();
            Write(ref context, row => CommandWords.CategoriesOf(row).Contains(category));
        }
        else if (Keyword.Is(args[3], "PATTERN"u8))
        {
            var pattern = args[4].ToArray();
            Write(ref context, row => GlobPattern.Matches(pattern, row.NameUtf8, ignoreCase: true));
        }
        else
        {
            context.Reply.Error(ErrorText.Syntax);
        }
    }

    private static void Write(ref CommandContext context, Func<CommandDescriptor, bool> accepts)
    {
        var found = new List<CommandDescriptor>();
        foreach (var row in context.Node.Table.All)
        {
            if (accepts(row)) found.Add(row);
            foreach (var subcommand in row.Subcommands)
            {
                if (accepts(subcommand)) found.Add(subcommand);
            }
        }
        context.Reply.ArrayHeader(found.Count);
        foreach (var row in found) context.Reply.Bulk(row.NameUtf8);
    }
}
