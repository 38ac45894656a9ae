using AkkaCache.Multinode.Load;
using AkkaCache.Multinode.Load.Workloads;

namespace AkkaCache.Multinode.Checks;

/// <summary>Boards that points only move on: every reading has the same sum, whatever was lost or is unknown, since a transaction is lost or kept as one.</summary>
internal static class TransferCheck
{
    private const string Absent = "0";

    /// <param name="mayBeAbsent">Whether a whole board may go: then it has no points, and transfers leave it without any.</param>
    public static void Look(History history, bool mayBeAbsent, Findings findings)
    {
        foreach (var read in history.Operations.Where(operation => operation is { Kind: OperationKind.Sum, IsAnswered: true }))
            if (read.Reply != Transfers.Sum && !(mayBeAbsent && read.Reply == Absent)) findings.AddWrong($"the sum must be {Transfers.Sum}: {read}");
    }
}
