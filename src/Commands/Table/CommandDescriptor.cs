using System.Text;

namespace AkkaCache.Commands.Table;

/// <summary>One row of the command table: everything that is known of a command. COMMAND, its documentation and the router read it.</summary>
public sealed class CommandDescriptor
{
    private readonly byte[] _nameUtf8;

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

    public IReadOnlyList<CommandDescriptor> Subcommands { get; init; } = [];

    public ReadOnlySpan<byte> NameUtf8 => _nameUtf8;

    public bool Is(CommandFlags flag) => (Flags & flag) != 0;

    public bool AcceptsCount(int arguments) => Arity >= 0 ? arguments == Arity : arguments >= -Arity;
}
