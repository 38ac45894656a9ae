using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Doors.Sockets;

/// <summary>One thread that waits for many sockets and runs their owners, and helpers that take a share when there is much to do.</summary>
/// <remarks>
/// <para>
/// A thread that sleeps must be woken, and on loopback and on small machines it is the sender who pays for that. So the loop looks for
/// new events for a short while before it sleeps (<see cref="SpinMicroseconds"/>), and one thread does all the work while the work is light.
/// </para>
/// <para>
/// When what is left of a batch is worth more than <see cref="ShareMicroseconds"/>, judged by what its first owners took, helpers are
/// called: waking one costs a few microseconds, and both then claim owners from the batch one by one (<see cref="Crew"/>). Where they collide more than they
/// help they are left alone for a while (<see cref="HelpMeter"/>).
/// </para>
/// </remarks>
internal sealed class SocketLoop : IDisposable
{
    /// <summary>About what waking a sleeping thread costs both sides.</summary>
    private const int SpinMicroseconds = 20;

    /// <summary>Some times what calling a helper costs.</summary>
    private const int ShareMicroseconds = 300;

    private static readonly long SpinTicks = SpinMicroseconds * Stopwatch.Frequency / 1_000_000;
    private static readonly long ShareTicks = ShareMicroseconds * Stopwatch.Frequency / 1_000_000;

    private readonly EventPoll _poll = new();
    private readonly Crew _crew;
    private readonly HelpMeter _meter;
    private readonly Thread _thread;
    private readonly ILogger _log;
    private readonly Lock _slotsLock = new();
    private readonly Stack<int> _freeSlots = new();
    private PolledTransport?[] _slots = new PolledTransport?[256];
    private int _usedSlots;
    private volatile bool _stopping;

    /// <param name="collisions">Counts, for ever, how often a thread found taken what it wanted.</param>
    public SocketLoop(int index, int helpers, Func<long> collisions, ILogger log)
    {
        _log = log;
        _meter = new HelpMeter(collisions);
        _crew = new Crew(helpers, EventPoll.Capacity, $"sockets {index}");
        _thread = new Thread(Loop) { IsBackground = true, Name = $"sockets {index}" };
        _thread.Start();
    }

    /// <summary>Whether this system has what the loop is made of.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux();

    /// <summary>Watches a socket; what is there already is told of too.</summary>
    public void Add(PolledTransport transport, int file)
    {
        lock (_slotsLock)
        {
            if (!_freeSlots.TryPop(out var slot))
            {
                slot = _usedSlots++;
                if (slot == _slots.Length) Array.Resize(ref _slots, slot * 2);
            }
            _slots[slot] = transport;
            transport.Slot = slot;
            // From here on the loop's thread may run the owner, to its end even.
            _poll.Add(file, slot);
        }
    }

    public void Remove(int slot)
    {
        lock (_slotsLock)
        {
            _slots[slot] = null;
            _freeSlots.Push(slot);
        }
    }

    public void Dispose()
    {
        _stopping = true;
        _poll.Wake();
        if (_thread.Join(TimeSpan.FromSeconds(2))) _poll.Dispose();
        _crew.Dispose();
    }

    private void Loop()
    {
        try
        {
            while (!_stopping)
            {
                var ready = Notify(Wait());
                if (ready > 0) Share(ready);
            }
        }
        catch (Exception e)
        {
            SocketLog.LoopFailed(_log, e);
            throw;
        }
    }

    private int Wait()
    {
        var events = _poll.Wait(0);
        if (events > 0) return events;
        var start = Stopwatch.GetTimestamp();
        do
        {
            events = _poll.Wait(0);
            if (events > 0) return events;
        } while (Stopwatch.GetTimestamp() - start < SpinTicks);
        return _poll.Wait(-1);
    }

    /// <summary>Tells the owners what happened, and collects those that have to be run.</summary>
    private int Notify(int events)
    {
        var batch = _crew.Next;
        var ready = 0;
        var slots = Volatile.Read(ref _slots);
        for (var i = 0; i < events; i++)
        {
            if (!_poll.TryGet(i, out var slot, out var readiness, out var peerEnded)) continue;
            var transport = slots[slot];
            if (transport is null) continue;
            if (peerEnded) transport.PeerEnded();
            if (transport.Owner.Notify(readiness)) batch[ready++] = transport.Owner;
        }
        return ready;
    }

    private void Share(int ready)
    {
        _crew.Publish(ready);
        var start = Stopwatch.GetTimestamp();
        var mayCall = _crew.Helpers > 0 && _meter.MayCall(start);
        var isCalled = false;
        for (var done = 1; _crew.TryClaim(out var owner); done++)
        {
            owner.Run();
            if (!mayCall) continue;
            var left = _crew.Unclaimed;
            if (left == 0) continue;
            var worth = (Stopwatch.GetTimestamp() - start) * left / done;
            if (worth < ShareTicks) continue;
            mayCall = false;
            isCalled = true;
            _meter.Begin();
            _crew.Call((int)Math.Min(_crew.Helpers, Math.Min(left, worth / ShareTicks)));
        }
        if (isCalled) _meter.End(ready, Stopwatch.GetTimestamp());
    }
}
