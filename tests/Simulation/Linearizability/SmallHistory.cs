using AkkaCache.Testing.Linearizability;
using CsCheck;

namespace AkkaCache.Simulation.Tests.Linearizability;

/// <summary>An operation before it is known what it answered.</summary>
/// <param name="Point">When it takes effect, from its call; beyond <paramref name="Length"/> only if its outcome is unknown.</param>
internal sealed record DraftOperation(int Called, int Length, int Point, StringCall Call, bool Unknown);

/// <summary>A change to a finished history, after which it may be linearizable or not.</summary>
internal sealed record Mutation(int Kind, int Operation, int Other, int Amount);

/// <summary>Small histories for the checker and its twin: those of a real key, and these with something changed.</summary>
internal static class SmallHistory
{
    private static readonly Gen<StringCall> Register = Gen.Select(Gen.Frequency((4, StringCommand.Get), (3, StringCommand.Set), (1, StringCommand.Delete), (1, StringCommand.CompareAndSet)), Gen.Int[0, 2], Gen.Int[0, 2], Call);

    private static readonly Gen<StringCall> Counter = Gen.Select(Gen.Frequency((3, StringCommand.Get), (4, StringCommand.Increment), (1, StringCommand.Delete), (1, StringCommand.Set)), Gen.Int[0, 2], Gen.Int[0, 2], Call);

    private static readonly Gen<StringCall> Lists = Gen.Select(Gen.Frequency((3, StringCommand.Get), (4, StringCommand.Append), (1, StringCommand.Delete)), Gen.Int[0, 2], Gen.Int[0, 2], Call);

    private static readonly Gen<StringCall> Mixed = Gen.OneOf(Register, Counter, Lists);

    // Short lengths beside long ones: some operations follow each other, some overlap many.
    private static Gen<DraftOperation[]> Operations(Gen<StringCall> call) => Gen.Select(
        Gen.Int[0, 12], Gen.Int[0, 8], Gen.Int[0, 8], call, Gen.Int[0, 3],
        (called, length, point, input, unknown) => new DraftOperation(called, length, point, input, unknown == 0)).Array[0, 7];

    private static readonly Gen<Mutation[]> Mutations = Gen.Select(
        Gen.Int[0, 4], Gen.Int[0, 6], Gen.Int[0, 6], Gen.Int[0, 8], (kind, operation, other, amount) => new Mutation(kind, operation, other, amount)).Array[0, 5];

    public static Gen<StringOperation[]> Any { get; } = Gen.Select(
        Gen.OneOf(Operations(Register), Operations(Counter), Operations(Lists), Operations(Mixed)), Mutations,
        (drafts, mutations) => Mutate(Play(drafts), mutations));

    /// <summary>Lets each operation take effect at its point on one key.</summary>
    private static StringOperation[] Play(DraftOperation[] drafts)
    {
        var outputs = new string?[drafts.Length];
        string? state = null;
        foreach (var (draft, index) in drafts.Select((draft, index) => (draft, index)).OrderBy(pair => PointOf(pair.draft)))
        {
            // The last points of an unknown outcome mean never.
            if (draft.Unknown && draft.Point > 6) continue;
            (state, outputs[index]) = new StringModel().Apply(state, draft.Call);
        }
        return [.. drafts.Select((draft, index) => new StringOperation(
            index, draft.Call, draft.Unknown ? null : outputs[index], draft.Called, draft.Unknown ? null : draft.Called + draft.Length))];
    }

    private static StringOperation[] Mutate(StringOperation[] history, Mutation[] mutations)
    {
        if (history.Length == 0) return history;
        foreach (var (kind, at, from, amount) in mutations)
        {
            var (changed, other) = (at % history.Length, history[from % history.Length]);
            var operation = history[changed];
            history[changed] = kind switch
            {
                0 => operation with { Output = other.Output },
                1 => operation with { Output = operation.Input.Command == StringCommand.Increment ? $"{amount}" : other.Input.Value },
                2 => operation with { Called = operation.Called + amount, Returned = operation.Returned + amount },
                3 => operation with { Returned = null },
                _ => operation with { Returned = operation.Called + amount },
            };
        }
        return history;
    }

    private static int PointOf(DraftOperation draft) => draft.Called + (draft.Unknown ? 2 * draft.Point : Math.Min(draft.Point, draft.Length));

    private static StringCall Call(StringCommand command, int value, int expected) => command switch
    {
        StringCommand.Set => StringCall.Set(value switch { 0 => "-1", 1 => "1", _ => "" }),
        StringCommand.Append => StringCall.Append($"{value}"),
        StringCommand.CompareAndSet => StringCall.CompareAndSet(expected == 0 ? null : $"{expected}", $"{value}"),
        _ => new StringCall(command),
    };
}
