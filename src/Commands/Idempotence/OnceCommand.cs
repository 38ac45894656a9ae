using AkkaCache.Commands.Arguments;
using AkkaCache.Commands.Effects;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.Idempotence;

/// <summary>ONCE: executes a command unless the same request was executed before, and gives the reply of that execution either way.</summary>
/// <remarks>
/// The reply is remembered with the write and replicated with it, in one transaction: a node that has the change knows the request too. A command that was refused changed
/// nothing, so its error is not remembered, and a repetition may succeed.
/// </remarks>
internal static class OnceCommand
{
    private const int MaxClientBytes = 64;

    private const int ClientAt = 1;
    private const int SequenceAt = 2;
    private const int LowAt = 3;
    private const int CommandAt = 4;
    private const int KeyAt = 5;

    /// <summary>Of the effect, which takes the place of the command: when it was executed, and what it replied; no reply notes only what the client needs no more.</summary>
    private const int TimeAt = 4;
    private const int ReplyAt = 5;

    public static IEnumerable<CommandDescriptor> Rows =>
    [
        new("once", -6, CommandFlags.Write | CommandFlags.DenyOom, new KeyPositions(KeyAt, KeyAt, 1), Run)
        {
            Group = "generic", Since = "akkacache", Complexity = "that of the command",
            Syntax = "client sequence low command key [arg ...]",
            Summary = "Executes INCR, INCRBY, DECR, DECRBY, INCRBYFLOAT, APPEND, SETNX, ZINCRBY or ZADD once: when the key's partition remembers the client's request of that number, replies what it replied. The client (1 to 64 bytes) needs no replies to requests below low any more; others are remembered for 10 minutes.",
            KeySpecs = [new KeySpec(KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Update, KeyAt, 0, 1)],
        },
    ];

    private static void Run(ref CommandContext context)
    {
        if (context.IsEffect)
        {
            Remember(context);
            return;
        }
        var client = context.Args[ClientAt];
        if (client.Length is 0 or > MaxClientBytes)
        {
            context.Reply.Error("ERR the client of ONCE must have 1 to 64 bytes"u8);
            return;
        }
        if (!IntegerText.TryParse(context.Args[SequenceAt], out var sequence) || !IntegerText.TryParse(context.Args[LowAt], out var low))
        {
            context.Reply.Error(ErrorText.NotInteger);
            return;
        }
        var window = context.Space.Once;
        if (window.TryFind(client, sequence, out var known))
        {
            Show(known, context.Reply);
            return;
        }
        if (sequence < low || window.IsTakenBack(client, sequence))
        {
            context.Reply.Error("ERR the client has taken this request of ONCE back"u8);
            return;
        }
        if (context.Node.Table.Find(context.Args[CommandAt]) is not { } row || !row.Is(CommandFlags.Once))
        {
            context.Reply.Error("ERR ONCE does not execute this command"u8);
            return;
        }
        if (!row.AcceptsCount(context.Args.Count - CommandAt))
        {
            ErrorText.WrongArity(context.Reply, row.NameUtf8);
            return;
        }
        if (!window.HasRoom(context.NowMs))
        {
            context.Reply.Error("BUSY the partition remembers as many requests of ONCE as it can"u8);
            return;
        }
        Execute(ref context, row, sequence, low);
    }

    private static void Execute(ref CommandContext context, CommandDescriptor row, long sequence, long low)
    {
        var window = context.Space.Once;
        var scratch = window.Scratch;
        var inner = new CommandContext(scratch, context.Session, context.Node, context.Keyspace, context.Settings, context.NowMs) { Bounded = context.Bounded };
        context.Effects.BeginTransaction();
        try
        {
            inner.Start(row, context.Args.From(CommandAt), context.Space);
            row.Handler(ref inner);
            if (inner.Deferred)
            {
                context.DeferIfLarge(long.MaxValue);
                return;
            }
            var reply = scratch.Peek().AsSpan();
            if (reply[0] == '-')
            {
                context.Reply.Error(reply[1..^2]);
                return;
            }
            var client = context.Args[ClientAt];
            window.Keep(client, sequence, low, context.NowMs, reply.ToArray());
            EffectWriter.Once(context.Effects, client, sequence, low, context.NowMs, reply);
            Show(reply, context.Reply);
        }
        finally
        {
            while (scratch.PendingBytes > 0) scratch.Take(scratch.Peek().Count);
            scratch.Trim();
            context.Effects.EndTransaction();
        }
    }

    /// <summary>On a copy, by an effect or a snapshot.</summary>
    private static void Remember(in CommandContext context)
    {
        var args = context.Args;
        if (args.Count != ReplyAt + 1 || !IntegerText.TryParse(args[SequenceAt], out var sequence) || !IntegerText.TryParse(args[LowAt], out var low) || !IntegerText.TryParse(args[TimeAt], out var timeMs))
        {
            context.Reply.Error(ErrorText.NotInteger);
            return;
        }
        var reply = args[ReplyAt];
        context.Space.Once.Keep(args[ClientAt], sequence, low, timeMs, reply.IsEmpty ? null : reply.ToArray());
    }

    /// <summary>A reply is remembered as RESP3 has it; older clients get a double as text, and null their way.</summary>
    private static void Show(ReadOnlySpan<byte> reply, RespWriter writer)
    {
        if (reply[0] == ',' && writer.ProtocolVersion < 3) writer.Bulk(reply[1..^2]);
        else if (reply[0] == '_') writer.Null();
        else writer.Raw(reply);
    }
}
