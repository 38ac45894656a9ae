using System.Globalization;
using System.Text;

namespace AkkaCache.Differential.Generation;

/// <summary>A command in the making: arguments so far and what it will count for.</summary>
internal sealed class Draft
{
    private readonly string _name;

    /// <param name="words">The command's name, for containers with the subcommand.</param>
    public Draft(params string[] words)
    {
        _name = string.Join(' ', words);
        Labels.Add(_name);
        NameWords = words.Length;
        Add(words);
    }

    public List<byte[]> Arguments { get; } = [];

    public List<string> Labels { get; } = [];

    /// <summary>How many of the arguments are the name.</summary>
    public int NameWords { get; }

    public ReplyRule Rule { get; private set; } = ReplyRule.Exact;

    public Draft Add(params byte[][] arguments)
    {
        Arguments.AddRange(arguments);
        return this;
    }

    public Draft Add(params string[] arguments)
    {
        foreach (var argument in arguments) Arguments.Add(Encoding.Latin1.GetBytes(argument));
        return this;
    }

    public Draft Add(long argument) => Add(argument.ToString(CultureInfo.InvariantCulture));

    /// <summary>An option word and its values; counted by itself.</summary>
    public Draft Option(string option, params string[] values)
    {
        Labels.Add(_name + " " + option);
        return Add(option).Add(values);
    }

    public Draft Option(string option, byte[] value)
    {
        Option(option);
        return Add(value);
    }

    /// <summary>Counts a word that was added as the value of an option.</summary>
    public Draft Counts(string word)
    {
        Labels.Add(_name + " " + word);
        return this;
    }

    /// <summary>Takes it out of the coverage table: commands that do not exist, for example.</summary>
    public Draft Uncounted()
    {
        Labels.Clear();
        return this;
    }

    public Draft Compare(ReplyRule rule)
    {
        Rule = rule;
        return this;
    }
}
