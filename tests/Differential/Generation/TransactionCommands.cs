namespace AkkaCache.Differential.Generation;

/// <summary>Grammar of MULTI and its companions. The weights make many transactions short and some of them fail.</summary>
internal static class TransactionCommands
{
    public static IEnumerable<Production> Productions =>
    [
        new(10, _ => new Draft("MULTI")),
        new(10, _ => new Draft("EXEC")),
        new(3, _ => new Draft("DISCARD")),
        new(6, v => new Draft("WATCH").Add(v.Keys(3))),
        new(2, _ => new Draft("UNWATCH")),
        new(1, _ => new Draft("RESET")),
    ];
}
