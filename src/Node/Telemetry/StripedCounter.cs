using System.Runtime.InteropServices;

namespace AkkaCache.Node.Telemetry;

/// <summary>A counter that many threads add to and few read: a stripe per processor, so that adding hardly ever meets another thread.</summary>
public sealed class StripedCounter
{
    /// <summary>More would only cost memory: two threads on one stripe are slower, not wrong.</summary>
    private const int MaxStripes = 64;

    private readonly Stripe[] _stripes;
    private readonly int _mask;

    public StripedCounter()
    {
        var count = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Min(Environment.ProcessorCount, MaxStripes));
        _stripes = new Stripe[count];
        _mask = count - 1;
    }

    /// <summary>The sum; what is being added meanwhile may or may not be in it.</summary>
    public long Value
    {
        get
        {
            long sum = 0;
            for (var i = 0; i < _stripes.Length; i++) sum += Volatile.Read(ref _stripes[i].Value);
            return sum;
        }
    }

    public void Add(long amount) => Interlocked.Add(ref _stripes[Thread.GetCurrentProcessorId() & _mask].Value, amount);

    // Two cache lines: neighbouring lines are fetched in pairs.
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct Stripe
    {
        [FieldOffset(0)]
        public long Value;
    }
}
