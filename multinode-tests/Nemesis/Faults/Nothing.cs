namespace AkkaCache.Multinode.Nemesis.Faults;

/// <summary>Nothing happens for a while but the load: nobody may be taken for dead.</summary>
internal sealed class Nothing(int seconds) : Fault
{
    public override string Name => $"nothing for {seconds} s";

    public override async Task<string> StrikeAsync(FaultRun run)
    {
        // Nothing is waited for: that nothing happens meanwhile is judged afterwards.
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        return $"{run.Load.Operations} operations until then";
    }
}
