global using StringOperation = AkkaCache.Testing.Linearizability.Operation<AkkaCache.Testing.Linearizability.StringCall, string>;
using AkkaCache.Testing.Linearizability;

namespace AkkaCache.Simulation.Tests.Linearizability;

/// <summary>Short names for writing histories by hand: the times first, then the command and its reply. Each has a client of its own.</summary>
internal static class Calls
{
    public static StringOperation Set(long called, long returned, string value) => Done(called, returned, StringCall.Set(value), StringModel.Ok);

    public static StringOperation Get(long called, long returned, string? value) => Done(called, returned, StringCall.Get, value);

    public static StringOperation Increment(long called, long returned, int count) => Done(called, returned, StringCall.Increment, $"{count}");

    public static StringOperation Append(long called, long returned, string value, int length) => Done(called, returned, StringCall.Append(value), $"{length}");

    public static StringOperation Delete(long called, long returned, bool found) => Done(called, returned, StringCall.Delete, found ? "1" : "0");

    public static StringOperation Swap(long called, long returned, string? expected, string value, bool swapped) =>
        Done(called, returned, StringCall.CompareAndSet(expected, value), swapped ? StringModel.Ok : null);

    /// <summary>A call of which nothing more was heard.</summary>
    public static StringOperation Lost(long called, StringCall call) => new(0, call, null, called, null);

    private static StringOperation Done(long called, long returned, StringCall call, string? output) => new(0, call, output, called, returned);
}
