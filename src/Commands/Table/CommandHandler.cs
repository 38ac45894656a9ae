using AkkaCache.Commands.Execution;

namespace AkkaCache.Commands.Table;

/// <summary>Executes one command: reads <see cref="CommandContext.Args"/>, acts on the store, writes exactly one reply, appends its effects.</summary>
/// <remarks>Arity is checked before. All gates of the command's keys are held, unless it is a <see cref="CommandFlags.Keyspace"/> command.</remarks>
public delegate void CommandHandler(ref CommandContext context);
