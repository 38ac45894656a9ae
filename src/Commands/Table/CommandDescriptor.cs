using System.Text;

namespace AkkaCache.Commands.Table;

/// <summary>One row of the command table: everything that is known of a command. COMMAND, its documentation and the router read it.</summary>
public sealed class CommandDescriptor
{
    private readonly byte[] _nameUtf8;
    private readonly CommandDescriptor[] _subcommands = [];

    /// <param name="name">Lower-case name; a subcommand's is "client|id".</param>
    /// <param name="arity">Exact number of arguments, the name included; negative: at least that many.</param>
    /// <param name="flags">What it may do and where it may run.</param>
    /// <param name="keys">Where its keys stand.</param>
    /// <param name="handler">Executes it.</param>
    public CommandDescriptor(string name, int arity, CommandFlags flags, KeyPositions keys, CommandHandler handler)
    {
        Name = name;
        Arity = arity;
        Flags = flags;
        Keys = keys;
        Handler = handler;
        _nameUtf8 = Encoding.UTF8.GetBytes(name);
    }

    public string Name { get; }
    public int Arity { get; }
    public CommandFlags Flags { get; }
    public KeyPositions Keys { get; }
    public CommandHandler Handler { get; }

    /// <summary>Position in the table; stable for the life of the process.</summary>
    public int Index { get; internal set; }

    /// <summary>The group of Redis's documentation: string, generic, sorted-set, transactions, connection, server, pubsub.</summary>
    public required string Group { get; init; }

    /// <summary>One line, in our words.</summary>
    public required string Summary { get; init; }

    /// <summary>The Redis version whose behaviour is followed; "akkacache" for our own commands.</summary>
    public required string Since { get; init; }

    public required string Complexity { get; init; }

    /// <summary>The arguments after the name, in the notation of Redis's documentation: <c>key value [EX seconds | PX milliseconds]</c>.</summary>
    public string Syntax { get; init; } = "";

    public IReadOnlyList<CommandDescriptor> Subcommands
    {
        get => _subcommands;
        init => _subcommands = [.. value];
    }

    /// <summary>It has subcommands: argument 1 says what is meant.</summary>
    public bool IsContainer => _subcommands.Length > 0;

    /// <summary>ACL categories that neither flags nor group imply, without the '@': "dangerous", "keyspace".</summary>
    public IReadOnlyList<string> ExtraCategories { get; init; } = [];

    /// <summary>Redis's hints for clients: "nondeterministic_output", "request_policy:all_shards".</summary>
    public IReadOnlyList<string> Tips { get; init; } = [];

    /// <summary>What is done with the keys; empty: <see cref="KeySpec.DefaultsOf"/> derives it from flags and positions.</summary>
    public IReadOnlyList<KeySpec> KeySpecs { get; init; } = [];

    /// <summary>How the command differs from Redis 7.0.15, for the documentation; empty when it does not.</summary>
    public string Differences { get; init; } = "";

    public ReadOnlySpan<byte> NameUtf8 => _nameUtf8;

    public bool Is(CommandFlags flag) => (Flags & flag) != 0;

    /// <summary>The row of "client|<paramref name="name"/>", in any case, or null. A linear search: containers have few rows and no hot ones.</summary>
    public CommandDescriptor? FindSubcommand(ReadOnlySpan<byte> name)
    {
        foreach (var row in _subcommands)
        {
            var own = row.NameUtf8[(_nameUtf8.Length + 1)..];
            if (CommandTable.SameName(own, name)) return row;
        }
        return null;
    }

    public bool AcceptsCount(int arguments) => Arity >= 0 ? arguments == Arity : arguments >= -Arity;
}
