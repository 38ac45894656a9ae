using System.Globalization;

namespace AkkaCache.Testing.Linearizability;

/// <summary>A string key as Redis has it: a register by SET and GET, a counter by INCR, a list by APPEND and GET, and these mixed.</summary>
/// <remarks>Outputs are the replies as text: "OK", the value, the number, the error; null for nil. The state is the value, null when there is none.</remarks>
public sealed class StringModel : ISequentialModel<string?, StringCall, string>
{
    public const string Ok = "OK";

    public const string NotAnInteger = "ERR value is not an integer or out of range";

    public const string Overflow = "ERR increment or decrement would overflow";

    private const string NeverRead = "a value that nobody reads";

    public string? Initial => null;

    public (string? State, string? Output) Apply(string? state, StringCall input) => input.Command switch
    {
        StringCommand.Get => (state, state),
        StringCommand.Set => (input.Value, Ok),
        StringCommand.CompareAndSet => state == input.Expected ? (input.Value, Ok) : (state, null),
        StringCommand.Delete => (null, state is null ? "0" : "1"),
        StringCommand.Increment => Increment(state),
        StringCommand.Append => Append(state, input.Value!),
        _ => throw new ArgumentOutOfRangeException(nameof(input), input, "no such command"),
    };

    public bool MayAnswer(string? state, StringCall input, string? output, IReadOnlyList<StringCall> others) =>
        new StringForesight(input, output, others).MayAnswerFrom(state);

    /// <summary>Values that are set and never read are one value, as long as nothing is computed from a value.</summary>
    public StringCall Simplify(StringCall unknown, IReadOnlyList<StringOperation> history)
    {
        if (unknown.Command != StringCommand.Set) return unknown;
        foreach (var other in history)
        {
            if (other.Input.Command is not (StringCommand.Get or StringCommand.Set or StringCommand.Delete)) return unknown;
            if (other.Input.Command == StringCommand.Get && other.OutcomeKnown && other.Output == unknown.Value) return unknown;
        }
        return StringCall.Set(NeverRead);
    }

    private static (string? State, string? Output) Increment(string? state)
    {
        if (!long.TryParse(state ?? "0", NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return (state, NotAnInteger);
        // Redis takes a number only as it would write it itself: no "+1", "01" or "-0".
        if (state is not null && Text(number) != state) return (state, NotAnInteger);
        return number == long.MaxValue ? (state, Overflow) : (Text(number + 1), Text(number + 1));
    }

    private static (string? State, string? Output) Append(string? state, string value)
    {
        var longer = state + value;
        return (longer, Text(longer.Length));
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
