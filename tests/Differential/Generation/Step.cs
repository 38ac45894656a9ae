namespace AkkaCache.Differential.Generation;

/// <summary>A command and which of the sequence's connections sends it.</summary>
internal readonly record struct Step(int Connection, Command Command)
{
    public override string ToString() => $"[{Connection}] {Command}";
}
