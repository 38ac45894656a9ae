namespace AkkaCache.Multinode.Checks;

/// <summary>What the checkers found in a history.</summary>
internal sealed class Findings
{
    /// <summary>Of a sort: the first few tell what happened, the rest is the same again.</summary>
    private const int MaxExamples = 20;

    private readonly List<(bool IsWrong, string Text)> _examples = [];

    /// <summary>Answered writes that are not there any more.</summary>
    public int Lost { get; private set; }

    /// <summary>Values and replies that no order of the operations explains.</summary>
    public int Wrong { get; private set; }

    /// <summary>Subjects whose history was too much for the checker. Not a pass.</summary>
    public int Undecided { get; private set; }

    public bool IsClean => Lost + Wrong + Undecided == 0;

    public void AddLost(int writes, string example)
    {
        Lost += writes;
        AddExample(isWrong: false, $"lost {writes}: {example}");
    }

    public void AddWrong(string example)
    {
        Wrong++;
        AddExample(isWrong: true, $"wrong: {example}");
    }

    public void AddUndecided(string example)
    {
        Undecided++;
        AddExample(isWrong: false, $"undecided: {example}");
    }

    /// <summary>Takes over what is wrong in others, and not what is lost.</summary>
    public void AddWrongOf(Findings others)
    {
        Wrong += others.Wrong;
        foreach (var (isWrong, text) in others._examples)
            if (isWrong) AddExample(isWrong, text);
    }

    public void AddAll(Findings others)
    {
        Lost += others.Lost;
        Wrong += others.Wrong;
        Undecided += others.Undecided;
        foreach (var (isWrong, text) in others._examples) AddExample(isWrong, text);
    }

    /// <summary>The counts, for a line of figures.</summary>
    public string Counts => $"lost answered writes {Lost}, wrong values {Wrong}{(Undecided > 0 ? $", undecided {Undecided}" : "")}";

    public override string ToString() => string.Join('\n', [Counts, .. _examples.Select(example => example.Text)]);

    private void AddExample(bool isWrong, string text)
    {
        if (_examples.Count(example => example.IsWrong == isWrong) < MaxExamples) _examples.Add((isWrong, text));
    }
}
