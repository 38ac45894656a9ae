using System.Globalization;
using System.Text;
using AkkaCache.Differential.Generation;
using AkkaCache.Testing.Wire;

namespace AkkaCache.Differential.Comparison;

/// <summary>How often each command and option was answered, well or with an error, by both servers alike.</summary>
internal sealed class Coverage
{
    private readonly SortedDictionary<string, (int Successes, int Errors)> _counts = new(StringComparer.Ordinal);

    /// <summary>Replies compared, including those of the state comparison.</summary>
    public long Replies { get; private set; }

    /// <summary>Sequences on a cluster that ended at a command that only clusters refuse.</summary>
    public int Cut { get; private set; }

    public void CountCut() => Cut++;

    public void Count(Command command, Reply reply)
    {
        var isError = reply.IsError || (command.Rule is ReplyRule.Listening or ReplyRule.Muting && Array.Exists(reply.Items, part => part.IsError));
        foreach (var label in command.Labels.Distinct())
        {
            var (successes, errors) = _counts.GetValueOrDefault(label);
            _counts[label] = isError ? (successes, errors + 1) : (successes + 1, errors);
        }
    }

    public void CountReplies(int replies) => Replies += replies;

    public (int Successes, int Errors) Of(string label) => _counts.GetValueOrDefault(label);

    public IEnumerable<string> Labels => _counts.Keys;

    public string Table()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{"command and option",-28}{"success",10}{"error",10}\n");
        foreach (var (label, (successes, errors)) in _counts) text.Append(CultureInfo.InvariantCulture, $"{label,-28}{successes,10}{errors,10}\n");
        return text.Append(CultureInfo.InvariantCulture, $"{Replies} replies compared\n").ToString();
    }
}
