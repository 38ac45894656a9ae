using System.Text;
using AkkaCache.Commands.Effects;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Protocol.Resp;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Commands.Tests.Fixture;

/// <summary>Executes commands the way a node routes them: arity, partitions, gates, handler. Time stands still unless the test moves it.</summary>
/// <remarks>Arguments are Latin-1 text; replies come back as <see cref="ReplyText"/> has them.</remarks>
public sealed class CommandBench : IDisposable
{
    /// <summary>2023-11-14T22:13:20Z: a round number.</summary>
    public const long StartMs = 1_700_000_000_000;

    private readonly CommandTable _table;

    /// <param name="rows">The families under test.</param>
    /// <param name="partitions">16 to 512.</param>
    /// <param name="logBytes">Ceiling of each partition's effect log.</param>
    public CommandBench(IEnumerable<CommandDescriptor> rows, int partitions = 16, int logBytes = TestKeyspace.LogBytes)
    {
        _table = new CommandTable(rows);
        Keyspace = new TestKeyspace(partitions, logBytes);
        Node = new TestNode(_table);
        Session = new TestSession(Reply);
    }

    public TestKeyspace Keyspace { get; }
    public TestNode Node { get; }
    public TestSession Session { get; }
    public DataSettings Settings { get; } = new();
    public RespWriter Reply { get; } = new();
    public long NowMs { get; set; } = StartMs;

    /// <summary>As on a socket's thread: a handler may defer, which <see cref="Run"/> shows as "deferred".</summary>
    public bool Bounded { get; set; }

    public CommandTable Table => _table;

    /// <summary>One command; its reply.</summary>
    public string Run(params string[] arguments)
    {
        var deferred = !Execute(CommandBytes.Of(arguments));
        var bytes = TakeReply();
        if (Keyspace.GatesHeld != 0) throw new InvalidOperationException($"{arguments[0]} left {Keyspace.GatesHeld} gates held");
        if (!deferred) return ReplyText.Of(bytes);
        return bytes.Length == 0 ? "deferred" : throw new InvalidOperationException($"{arguments[0]} deferred after it wrote {bytes.Length} bytes");
    }

    /// <summary>One command that writes any number of replies.</summary>
    public IReadOnlyList<string> RunMany(params string[] arguments)
    {
        Execute(CommandBytes.Of(arguments));
        return ReplyText.AllOf(TakeReply());
    }

    /// <summary>Words parted by single blanks.</summary>
    public string Line(string line) => Run(line.Split(' '));

    /// <summary>Runs a command that answers a string by chance, so many times; how often it answered which.</summary>
    public Dictionary<string, int> Draws(string line, int times)
    {
        var hits = new Dictionary<string, int>();
        for (var i = 0; i < times; i++)
        {
            var drawn = Line(line).Trim('"');
            hits[drawn] = hits.GetValueOrDefault(drawn) + 1;
        }
        return hits;
    }

    /// <summary>Executes without looking at the reply, which stays in <see cref="Reply"/>; false when deferred. Allocates nothing itself.</summary>
    public bool Execute(CommandBytes command)
    {
        var vector = command.Vector;
        var row = _table.Find(vector[0]);
        if (row is null)
        {
            ErrorText.UnknownCommand(Reply, vector);
            return true;
        }
        if (row.IsContainer)
        {
            row = SubcommandRouter.Resolve(row, vector, Reply);
            if (row is null) return true;
        }
        if (!row.AcceptsCount(vector.Count))
        {
            ErrorText.WrongArity(Reply, row.NameUtf8);
            return true;
        }

        var context = new CommandContext(Reply, Session, Node, Keyspace, Settings, NowMs) { Bounded = Bounded };
        Span<bool> held = stackalloc bool[Keyspace.PartitionCount];
        var one = Enter(row, vector, held, out var served);
        if (served)
        {
            context.Start(row, vector, one < 0 ? null : Keyspace.Held(one));
            row.Handler(ref context);
        }
        else
        {
            Reply.Error(ErrorText.SlotNotServed);
        }
        for (var i = 0; i < held.Length; i++)
        {
            if (held[i]) Keyspace.Exit(i);
        }
        return !context.Deferred;
    }

    /// <summary>Executes an effect in its partition, as a copy that follows does: nothing expires by the copy's own clock.</summary>
    public void Apply(int partition, Effect effect)
    {
        var command = CommandBytes.Of(effect.Arguments);
        var row = _table.Find(command.Vector[0]) ?? throw new InvalidOperationException("an effect of an unknown command");
        var context = new CommandContext(Reply, Session, Node, Keyspace, Settings, nowMs: 0) { IsEffect = true };
        if (!Keyspace.TryEnter(partition, out var space)) throw new InvalidOperationException($"partition {partition} is closed");
        context.Start(row, command.Vector, space);
        row.Handler(ref context);
        Keyspace.Exit(partition);
        var reply = ReplyText.Of(TakeReply());
        if (reply.StartsWith('-')) throw new InvalidOperationException($"the effect {command} failed: {reply}");
    }

    /// <summary>All effects so far, one per line, partition by partition; a "+" at the end of those that others of their group follow.</summary>
    public IReadOnlyList<string> Effects() =>
        [.. Keyspace.Spaces.SelectMany(EffectsOf)];

    /// <summary>The same of one partition.</summary>
    public IEnumerable<string> EffectsOf(PartitionSpace space) => space.Effects.ReadFrom(space.Effects.FirstSequence).Select(TextOf);

    public PartitionSpace SpaceOf(string key) => Keyspace.Spaces[Keyspace.PartitionOf(Encoding.Latin1.GetBytes(key))];

    /// <summary>Counts how often the key is reported as changed.</summary>
    public Watcher Watch(string key)
    {
        var watcher = new Watcher();
        SpaceOf(key).Watches.Add(Encoding.Latin1.GetBytes(key), watcher);
        return watcher;
    }

    public void Dispose()
    {
        Keyspace.Dispose();
        Reply.Dispose();
    }

    public byte[] TakeReply()
    {
        var all = new List<byte>();
        while (Reply.PendingBytes > 0)
        {
            var chunk = Reply.Peek();
            all.AddRange(chunk);
            Reply.Take(chunk.Count);
        }
        return [.. all];
    }

    private static string TextOf(Effect effect) =>
        string.Join(' ', effect.Arguments.Select(Encoding.Latin1.GetString)) + (effect.Continued ? " +" : "");

    /// <summary>Enters what the keys need; the partition when there is one, otherwise -1.</summary>
    private int Enter(CommandDescriptor row, CommandVector vector, Span<bool> held, out bool served)
    {
        served = true;
        var one = -1;
        var several = false;
        var keys = row.Keys.In(vector);
        if (keys.First == 0) return -1;
        var last = keys.LastIn(vector.Count);
        for (var i = keys.First; i <= last; i += keys.Step)
        {
            if (i == keys.CountAt) continue;
            var partition = Keyspace.PartitionOf(vector[i]);
            several |= one >= 0 && one != partition;
            one = partition;
            if (held[partition]) continue;
            if (!Keyspace.TryEnter(partition, out _)) served = false;
            else held[partition] = true;
        }
        return several ? -1 : one;
    }
}

/// <summary>Notes changes of a watched key.</summary>
public sealed class Watcher : IWatcher
{
    public int Changes { get; private set; }
    public void KeyChanged() => Changes++;
}
