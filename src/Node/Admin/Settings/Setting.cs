namespace AkkaCache.Node.Admin.Settings;

/// <summary>One setting of CONFIG: how it reads, what it accepts, what a change does.</summary>
/// <param name="Name">In lower case.</param>
/// <param name="Read">Its value as text.</param>
/// <param name="Check">The change that a text asks for, or why it is refused. Changes nothing itself.</param>
internal sealed record Setting(string Name, Func<string> Read, Func<string, Change> Check);

/// <summary>A checked change of a setting.</summary>
/// <param name="Fault">Why not, in Redis's words where it has them; null when <paramref name="Apply"/> may be called.</param>
internal readonly record struct Change(string? Fault, Action? Apply)
{
    public static Change Refuse(string fault) => new(fault, null);

    public static Change To(Action apply) => new(null, apply);
}
