using System.Diagnostics;
using System.Globalization;

namespace AkkaCache.Multinode.Network;

/// <summary>Frames between two devices of a switch, carried by this process, each after a time of its own: what was sent later may arrive earlier.</summary>
/// <remarks>One thread a direction takes frames in, one gives them out when they are due. It ends when its devices do.</remarks>
internal sealed class DelayLine : IAsyncDisposable
{
    private readonly Tap _near;
    private readonly Tap _far;
    private readonly TimeSpan _most;
    private readonly Action _end;
    private readonly Direction[] _directions;

    /// <param name="end">Takes the line out of use: no frame comes to it after that.</param>
    public DelayLine(Tap near, Tap far, TimeSpan least, TimeSpan most, Action end)
    {
        (_near, _far, _most, _end) = (near, far, most, end);
        _directions = [new Direction(near, far, least, most), new Direction(far, near, least, most)];
    }

    /// <summary>Frames that went through.</summary>
    public long Passed => _directions.Sum(direction => direction.Passed);

    /// <summary>Frames that came in before another and went out after it.</summary>
    public long Overtaken => _directions.Sum(direction => direction.Overtaken);

    public async ValueTask DisposeAsync()
    {
        _end();

        // What is on its way arrives.
        await Task.Delay(_most);
        _near.Remove();
        _far.Remove();
        foreach (var direction in _directions) direction.Join();
        _near.Dispose();
        _far.Dispose();
    }

    private sealed class Direction
    {
        private const int MostBytes = 1 << 16;

        private readonly Tap _from;
        private readonly Tap _to;
        private readonly TimeSpan _least;
        private readonly TimeSpan _most;
        private readonly PriorityQueue<(long Number, byte[] Frame), long> _waiting = new();
        private readonly Thread _takes;
        private readonly Thread _gives;
        private long _passed;
        private long _overtaken;
        private bool _isOver;

        public Direction(Tap from, Tap to, TimeSpan least, TimeSpan most)
        {
            (_from, _to, _least, _most) = (from, to, least, most);
            _takes = new Thread(Take) { IsBackground = true, Name = string.Create(CultureInfo.InvariantCulture, $"{from.Name} in") };
            _gives = new Thread(Give) { IsBackground = true, Name = string.Create(CultureInfo.InvariantCulture, $"{to.Name} out") };
            _takes.Start();
            _gives.Start();
        }

        public long Passed => Volatile.Read(ref _passed);

        public long Overtaken => Volatile.Read(ref _overtaken);

        public void Join()
        {
            _takes.Join();
            _gives.Join();
        }

        private void Take()
        {
            var buffer = new byte[MostBytes];
            for (long number = 0; _from.Read(buffer) is > 0 and var length; number++)
            {
                var held = _least + Random.Shared.NextDouble() * (_most - _least);
                lock (_waiting)
                {
                    _waiting.Enqueue((number, buffer[..length]), Stopwatch.GetTimestamp() + (long)(held.TotalSeconds * Stopwatch.Frequency));
                    Monitor.Pulse(_waiting);
                }
            }
            lock (_waiting)
            {
                _isOver = true;
                Monitor.Pulse(_waiting);
            }
        }

        private void Give()
        {
            var last = -1L;
            while (Next() is { } next)
            {
                _to.Write(next.Frame);
                Volatile.Write(ref _passed, _passed + 1);
                if (next.Number < last) Volatile.Write(ref _overtaken, _overtaken + 1);
                last = Math.Max(last, next.Number);
            }
        }

        private (long Number, byte[] Frame)? Next()
        {
            lock (_waiting)
            {
                while (!_isOver)
                {
                    if (!_waiting.TryPeek(out _, out var due)) Monitor.Wait(_waiting);
                    else if (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due).TotalMilliseconds is > 0 and var left) Monitor.Wait(_waiting, (int)Math.Ceiling(left));
                    else return _waiting.Dequeue();
                }
                return null;
            }
        }
    }
}
