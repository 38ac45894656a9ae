using AkkaCache.Multinode.Load;
using AkkaCache.Testing.Linearizability;

namespace AkkaCache.Multinode.Checks;

/// <summary>Whether each subject's operations have one order that explains every reply and contradicts no clock. What the mode sync promises, and no other.</summary>
internal static class OrderCheck
{
    /// <summary>Enough of a report to see what happened.</summary>
    private const int MaxReportLength = 2_000;

    public static void Look(History history, Findings findings, int maxStates = LinearizabilityChecker.DefaultMaxStates)
    {
        foreach (var subject in history.Subjects)
        {
            // The model does not know time.
            if (subject.Any(operation => operation.Kind == OperationKind.SetExpiring)) continue;
            var operations = subject.Select(CallOf).OfType<Operation<StringCall, string>>().ToList();
            var result = LinearizabilityChecker.Check(new StringModel(), operations, maxStates);
            if (result.Verdict == Verdict.Linearizable) continue;
            var report = result.ToString();
            var example = $"{subject.Key}: {report[..Math.Min(report.Length, MaxReportLength)]}";
            if (result.Verdict == Verdict.Unknown) findings.AddUndecided(example);
            else findings.AddWrong(example);
        }
    }

    /// <summary>Null when it is no operation on one value, or tells nothing: a read without a reply, a write that surely was not executed.</summary>
    private static Operation<StringCall, string>? CallOf(LoadOperation operation)
    {
        StringCall? call = operation.Kind switch
        {
            OperationKind.Set or OperationKind.Insert when operation.Value is not null => StringCall.Set(operation.Value),
            OperationKind.CompareAndSet => StringCall.CompareAndSet(operation.Expected, operation.Value!),
            OperationKind.Increment => StringCall.Increment,
            OperationKind.Append => StringCall.Append(operation.Value!),
            OperationKind.Get => StringCall.Get,
            _ => null,
        };
        if (call is not { } known || !operation.MayBeExecuted) return null;
        if (!operation.IsAnswered) return operation.IsWrite ? new(operation.Client, known, null, operation.Called, null) : null;
        // Boards answer how many members are new where strings answer OK; both say that it is written.
        var output = known.Command == StringCommand.Set ? StringModel.Ok : operation.Reply;
        return new(operation.Client, known, output, operation.Called, operation.Returned);
    }
}
