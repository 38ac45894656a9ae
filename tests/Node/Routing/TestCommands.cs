using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;

namespace AkkaCache.Node.Tests.Routing;

/// <summary>A table of a few commands, as small as a handler can be, so that these tests are about the way and not about the commands.</summary>
internal static class TestCommands
{
    public static CommandTable Table() => new(
    [
        Row("ping", -1, CommandFlags.Fast | CommandFlags.WhileSubscribed, KeyPositions.None, (ref CommandContext c) => c.Reply.SimpleString("PONG"u8)),
        Row("auth", 2, CommandFlags.NoAuth | CommandFlags.NotQueued | CommandFlags.Loading, KeyPositions.None, Auth),
        Row("get", 2, CommandFlags.ReadOnly, KeyPositions.One, Get),
        Row("set", 3, CommandFlags.Write | CommandFlags.DenyOom, KeyPositions.One, Set),
        Row("mset", -3, CommandFlags.Write | CommandFlags.DenyOom, KeyPositions.Pairs, SetMany),
        Row("big", 3, CommandFlags.ReadOnly | CommandFlags.Unbounded, KeyPositions.One, Big),
        Row("count", 1, CommandFlags.ReadOnly | CommandFlags.Keyspace, KeyPositions.None, Count),
        Row("fail", 2, CommandFlags.Write, KeyPositions.One, Fail),
        Row("failread", 2, CommandFlags.ReadOnly, KeyPositions.One, Fail),
        Row("quit", -1, CommandFlags.NotQueued, KeyPositions.None, Quit),
        Row("subscribe", -2, CommandFlags.NoMulti, KeyPositions.None, (ref CommandContext c) => c.Reply.Ok()),
        Row("multi", 1, CommandFlags.NotQueued, KeyPositions.None, Multi),
        Row("exec", 1, CommandFlags.NotQueued | CommandFlags.EndsWatch, KeyPositions.None, (ref CommandContext c) => c.Reply.Error("ERR EXEC without MULTI"u8)),
        Row("discard", 1, CommandFlags.NotQueued | CommandFlags.EndsWatch, KeyPositions.None, Discard),
        Row("watch", -2, CommandFlags.NotQueued, KeyPositions.All, Watch),
    ]);

    private static CommandDescriptor Row(string name, int arity, CommandFlags flags, KeyPositions keys, CommandHandler handler) =>
        new(name, arity, flags, keys, handler) { Group = "test", Summary = "", Since = "", Complexity = "" };

    private static void Auth(ref CommandContext c)
    {
        c.Session.IsAuthenticated = true;
        c.Reply.Ok();
    }

    private static void Quit(ref CommandContext c)
    {
        c.Session.CloseAfterReply();
        c.Reply.Ok();
    }

    private static void Get(ref CommandContext c)
    {
        var entry = c.FindToRead(c.Args[1]);
        if (entry < 0) c.Reply.Null();
        else c.Reply.Bulk(c.Store.StringOf(entry));
    }

    private static void Set(ref CommandContext c)
    {
        Put(ref c, c.Space, c.Args[1], c.Args[2]);
        c.WroteAsIs(c.Args[1]);
        c.Reply.Ok();
    }

    private static void SetMany(ref CommandContext c)
    {
        for (var i = 1; i < c.Args.Count; i += 2)
        {
            var space = c.SpaceOf(c.Args[i]);
            Put(ref c, space, c.Args[i], c.Args[i + 1]);
            space.Changed(c.Args[i]);
        }
        c.Reply.Ok();
    }

    private static void Put(ref CommandContext c, PartitionSpace space, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var entry = c.FindToWrite(space, key);
        if (entry < 0) space.Store.AddString(key, value, c.Stamp);
        else space.Store.SetString(entry, value);
    }

    private static void Big(ref CommandContext c)
    {
        if (c.DeferIfLarge(int.Parse(c.Args[2]))) return;
        c.Reply.Ok();
    }

    private static void Count(ref CommandContext c)
    {
        var sum = 0;
        for (var i = 0; i < c.Keyspace.PartitionCount; i++)
        {
            if (!c.Keyspace.TryEnter(i, out var space)) continue;
            sum += space.Store.Count;
            c.Keyspace.Exit(i);
        }
        c.Reply.Integer(sum);
    }

    private static void Fail(ref CommandContext c) => throw new InvalidOperationException("a handler's mistake");

    private static void Multi(ref CommandContext c)
    {
        c.Session.BeginTransaction();
        c.Reply.Ok();
    }

    private static void Discard(ref CommandContext c)
    {
        c.Session.DiscardTransaction();
        c.Reply.Ok();
    }

    private static void Watch(ref CommandContext c)
    {
        for (var i = 1; i < c.Args.Count; i++) c.Session.Watch(c.SpaceOf(c.Args[i]), c.Args[i]);
        c.Reply.Ok();
    }
}
