global using StringOperation = AkkaCache.Testing.Linearizability.Operation<AkkaCache.Testing.Linearizability.StringCall, string>;

namespace AkkaCache.Testing.Linearizability;

public enum StringCommand { Get, Set, CompareAndSet, Delete, Increment, Append }

/// <summary>A command on a key that holds a string or nothing.</summary>
/// <param name="Value">What is written or appended.</param>
/// <param name="Expected">What CompareAndSet must find; null for nothing.</param>
public readonly record struct StringCall(StringCommand Command, string? Value = null, string? Expected = null)
{
    public static StringCall Get => new(StringCommand.Get);

    public static StringCall Delete => new(StringCommand.Delete);

    public static StringCall Increment => new(StringCommand.Increment);

    public static StringCall Set(string value) => new(StringCommand.Set, value);

    public static StringCall CompareAndSet(string? expected, string value) => new(StringCommand.CompareAndSet, value, expected);

    public static StringCall Append(string value) => new(StringCommand.Append, value);

    public override string ToString() => Command switch
    {
        StringCommand.Get => "GET",
        StringCommand.Set => $"SET {Value}",
        StringCommand.CompareAndSet => $"SET {Value} if {Expected ?? "nil"}",
        StringCommand.Delete => "DEL",
        StringCommand.Increment => "INCR",
        StringCommand.Append => $"APPEND {Value}",
        _ => Command.ToString(),
    };
}
