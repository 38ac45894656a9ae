namespace AkkaCache.Differential.Generation;

/// <summary>Writes whole sequences: a few commands that fill the keys, then what the families draw.</summary>
internal static class SequenceGenerator
{
    /// <summary>Long enough for commands to meet each other's leftovers, short enough to be read when something differs.</summary>
    private const int Length = 130;

    /// <summary>Out of a hundred commands, how many are damaged, and how many go as inline lines.</summary>
    private const int DamagedPercent = 9;

    private const int InlinePercent = 4;

    private static readonly Family Keys = new(KeyCommands.Productions);
    private static readonly Family Strings = new(StringCommands.Productions);
    private static readonly Family Boards = new(BoardCommands.Productions, CombineCommands.Productions);
    private static readonly Family Server = new(ServerCommands.Productions, ServerCommands.OutsideTransactions);
    private static readonly Family ServerInTransactions = new(ServerCommands.Productions);
    private static readonly Family PubSub = new(PubSubCommands.Productions);
    private static readonly Family Listener = new(PubSubCommands.Listener);
    private static readonly Family Transactions = new(TransactionCommands.Productions);

    private const int Mixes = 5;

    /// <summary>Two connections, both with transactions.</summary>
    private const int TransactionMix = 3;

    /// <summary>Two connections; the second only listens.</summary>
    private const int PubSubMix = 4;

    /// <summary>What each node of a cluster answers for itself, or otherwise than a Redis that runs alone.</summary>
    private static readonly string[] PerNode = ["CONFIG", "INFO", "ROLE", "CLUSTER", "READONLY", "READWRITE", "ASKING"];

    /// <summary>The sequence of a seed, which also chooses one of five mixes of families.</summary>
    /// <param name="tag">A hash tag, for a cluster: keys that commands use together must be in one slot there, and what each node answers for itself is left out.</param>
    public static List<Step> Write(int seed, string tag = "")
    {
        var vocabulary = new Vocabulary(seed, tag);
        var steps = new List<Step>(Length);
        for (var i = 0; i < 12; i++) steps.Add(new Step(0, Finish(vocabulary, Filling(vocabulary))));
        var mix = seed % Mixes;
        while (steps.Count < Length)
        {
            var connection = mix is TransactionMix or PubSubMix && vocabulary.Chance(40) ? 1 : 0;
            var draft = Choose(vocabulary, mix, connection);
            if (tag.Length > 0 && PerNode.Contains(draft.Labels.FirstOrDefault("").Split(' ')[0])) continue;
            if (vocabulary.Chance(DamagedPercent)) Damage.Apply(vocabulary, draft);
            steps.Add(new Step(connection, Finish(vocabulary, draft)));
        }
        if (mix == PubSubMix) steps.Add(new Step(1, Finish(vocabulary, PubSubCommands.Last)));
        return steps;
    }

    private static Draft Filling(Vocabulary v) => v.Below(4) switch
    {
        0 => new Draft("SET").Add(v.NumberKey(), v.SmallInteger()),
        1 => new Draft("SET").Add(v.StringKey(), v.Value()),
        2 => BoardCommands.ZAdd(v, v.LexKey(), options: false),
        _ => BoardCommands.ZAdd(v, v.BoardKey(), options: false),
    };

    /// <summary>A seed whose sequence has strings, boards and keys on one connection.</summary>
    public static int MixedSeed(int number) => number * Mixes + 2;

    /// <summary>A seed whose sequence has no listener.</summary>
    public static int QuietSeed(int number) => number / (Mixes - 1) * Mixes + number % (Mixes - 1);

    private static Draft Choose(Vocabulary v, int mix, int connection)
    {
        var point = v.Below(100);
        return mix switch
        {
            0 => point < 25 ? Keys.Draw(v) : point < 88 ? Strings.Draw(v) : Server.Draw(v),
            1 => point < 20 ? Keys.Draw(v) : point < 90 ? Boards.Draw(v) : Server.Draw(v),
            2 => point < 35 ? Keys.Draw(v) : point < 60 ? Strings.Draw(v) : point < 85 ? Boards.Draw(v) : Server.Draw(v),
            TransactionMix => point < 35 ? Transactions.Draw(v) : point < 50 ? Keys.Draw(v) : point < 70 ? Strings.Draw(v) : point < 90 ? Boards.Draw(v) : ServerInTransactions.Draw(v),
            _ => connection == 1 ? Listener.Draw(v) : point < 75 ? PubSub.Draw(v) : point < 88 ? Server.Draw(v) : Keys.Draw(v),
        };
    }

    private static Command Finish(Vocabulary v, Draft draft)
    {
        if (v.Chance(8)) MixCase(v, draft);
        var inline = v.Chance(InlinePercent) && draft.Arguments.Count < 20 && draft.Arguments[0].Length > 0;
        return new Command(draft.Arguments, draft.Labels, draft.Rule, inline);
    }

    private static void MixCase(Vocabulary v, Draft draft)
    {
        for (var i = 0; i < draft.NameWords && i < draft.Arguments.Count; i++)
        {
            var name = draft.Arguments[i];
            for (var j = 0; j < name.Length; j++)
                if (char.IsAsciiLetter((char)name[j]) && v.Chance(50)) name[j] ^= 0x20;
        }
    }
}
