using AkkaCache.Commands.Table;

namespace AkkaCache.Commands.Server.Catalog;

/// <summary>Redis's words for what a row says in flags: COMMAND's flags, ACL categories and key-specification flags.</summary>
internal static class CommandWords
{
    private static readonly (CommandFlags Flag, string Word)[] Flags =
    [
        (CommandFlags.Write, "write"), (CommandFlags.ReadOnly, "readonly"), (CommandFlags.DenyOom, "denyoom"), (CommandFlags.Admin, "admin"),
        (CommandFlags.PubSub, "pubsub"), (CommandFlags.NoScript, "noscript"), (CommandFlags.Loading, "loading"), (CommandFlags.Stale, "stale"),
        (CommandFlags.SkipSlowlog, "skip_slowlog"), (CommandFlags.Fast, "fast"), (CommandFlags.NoAuth, "no_auth"), (CommandFlags.NoMulti, "no_multi"),
        (CommandFlags.AllowBusy, "allow_busy"),
    ];

    private static readonly (KeyAccess Flag, string Word)[] Access =
    [
        (KeyAccess.ReadOnly, "RO"), (KeyAccess.ReadWrite, "RW"), (KeyAccess.Overwrite, "OW"), (KeyAccess.Remove, "RM"),
        (KeyAccess.Access, "access"), (KeyAccess.Update, "update"), (KeyAccess.Insert, "insert"), (KeyAccess.Delete, "delete"),
        (KeyAccess.Variable, "variable_flags"),
    ];

    public static List<string> OfFlags(CommandDescriptor row)
    {
        var words = new List<string>();
        foreach (var (flag, word) in Flags)
        {
            if (row.Is(flag)) words.Add(word);
        }
        if (row.Keys.CountAt != 0) words.Add("movablekeys");
        return words;
    }

    public static List<string> OfAccess(KeyAccess access)
    {
        var words = new List<string>();
        foreach (var (flag, word) in Access)
        {
            if ((access & flag) != 0) words.Add(word);
        }
        return words;
    }

    /// <summary>ACL categories without the '@': what flags and group imply, and the row's own.</summary>
    public static List<string> CategoriesOf(CommandDescriptor row)
    {
        var words = new List<string>(row.ExtraCategories);
        if (row.Is(CommandFlags.Write)) words.Add("write");
        if (row.Is(CommandFlags.ReadOnly)) words.Add("read");
        if (row.Is(CommandFlags.PubSub)) words.Add("pubsub");
        if (row.Is(CommandFlags.Admin))
        {
            words.Add("admin");
            words.Add("dangerous");
        }
        words.Add(row.Is(CommandFlags.Fast) ? "fast" : "slow");
        // A container does nothing by itself, so it belongs to no family.
        var family = row.IsContainer ? null : CategoryOfGroup(row);
        if (family is not null && !words.Contains(family)) words.Add(family);
        return words;
    }

    private static string? CategoryOfGroup(CommandDescriptor row) => row.Group switch
    {
        "generic" when row.Is(CommandFlags.ReadOnly | CommandFlags.Write) => "keyspace",
        "string" => "string",
        "sorted-set" => "sortedset",
        "connection" => "connection",
        "transactions" => "transaction",
        _ => null,
    };
}
