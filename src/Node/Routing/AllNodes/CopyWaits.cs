using AkkaCache.Commands.Execution;
using AkkaCache.Node.Partitions;
using AkkaCache.Protocol.Resp;
using AkkaCache.Protocol.Vectors;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Routing.AllNodes;

/// <summary>Those who wait for copies (WAIT): one thread looks for all of them how far the copies of all partitions are.</summary>
/// <remarks>
/// The first look that begins after a wait came marks for each partition the last effect and the term in which it was written; the wait is over once enough backups of every partition
/// have acknowledged the mark. A partition whose term has changed counts as one without backups: its next primary need not have what the one before had written.
/// The thread starts with the first wait and sleeps while there is none.
/// </remarks>
public sealed class CopyWaits : ICopies, IDisposable
{
    /// <summary>Between two looks: some round trips, and less than the effects of mode async are held back.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(2);

    private readonly PartitionTable _partitions;
    private readonly Lazy<INode> _node;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Lock _lock = new();
    private readonly List<Waiting> _waits = [];
    private readonly AutoResetEvent _arrived = new(false);
    private Thread? _thread;
    private bool _stopped;

    /// <param name="node">Made when it is first needed: the node itself needs this.</param>
    public CopyWaits(PartitionTable partitions, Lazy<INode> node, TimeProvider time, ILogger<CopyWaits> log)
    {
        _partitions = partitions;
        _node = node;
        _time = time;
        _log = log;
    }

    public void WriteProgress(PartitionSpace space, RespWriter reply)
    {
        if (_partitions[space.Index].Copy is not { Replica: { IsPrimary: true } replica })
        {
            reply.ArrayHeader(0);
            return;
        }
        var copies = replica.Copies.ToList();
        reply.ArrayHeader(2 + copies.Count);
        reply.Integer(replica.Epoch.Value);
        reply.Integer(space.Effects.LastSequence);
        foreach (var copy in copies) reply.Integer(copy.Acknowledged);
    }

    public void Await(ICopyWait wait)
    {
        var waiting = new Waiting(wait, _time);
        lock (_lock)
        {
            if (!_stopped)
            {
                _waits.Add(waiting);
                if (_thread is null)
                {
                    _thread = new Thread(Work) { IsBackground = true, Name = "waits for copies" };
                    _thread.Start();
                }
            }
        }
        if (Volatile.Read(ref _stopped)) waiting.End();
        else _arrived.Set();
    }

    public void Dispose()
    {
        List<Waiting> left;
        lock (_lock)
        {
            _stopped = true;
            left = [.. _waits];
            _waits.Clear();
        }
        foreach (var wait in left) wait.End();
        _arrived.Set();
        _thread?.Join(TimeSpan.FromSeconds(2));
    }

    private void Work()
    {
        var question = new VectorBuffer();
        question.Add("WAIT"u8).Add("0"u8).Add("0"u8);
        while (!Volatile.Read(ref _stopped))
        {
            Waiting[] waits;
            lock (_lock) waits = [.. _waits];
            if (waits.Length == 0)
            {
                _arrived.WaitOne();
                continue;
            }
            try
            {
                Look(question.Vector, waits);
            }
            catch (Exception e)
            {
                AllNodesLog.LookFailed(_log, e);
            }
            lock (_lock) _waits.RemoveAll(wait => wait.IsOver);
            _arrived.WaitOne(Pace);
        }
    }

    private void Look(CommandVector question, Waiting[] waits)
    {
        var everywhere = _node.Value.Everywhere;
        if (everywhere.IsAlone) return;
        var progress = new CopyProgressReplies(_partitions.PartitionCount);
        if (!everywhere.TryRun(question, 0, _partitions.PartitionCount, progress)) return;
        foreach (var wait in waits) wait.Look(progress);
    }

    /// <summary>One wait. Looked at by the thread that looks, ended by that or by its own clock, whoever comes first.</summary>
    private sealed class Waiting
    {
        private readonly ICopyWait _wait;
        private readonly ITimer? _timer;
        private CopyProgressReplies? _mark;
        private long _copies;
        private int _ended;

        public Waiting(ICopyWait wait, TimeProvider time)
        {
            _wait = wait;
            if (wait.Limit != Timeout.InfiniteTimeSpan) _timer = time.CreateTimer(static state => ((Waiting)state!).End(), this, wait.Limit, Timeout.InfiniteTimeSpan);
        }

        public bool IsOver => Volatile.Read(ref _ended) != 0 || !_wait.IsWanted;

        public void Look(CopyProgressReplies progress)
        {
            _mark ??= progress;
            var copies = progress.CopiesOf(_mark);
            Volatile.Write(ref _copies, copies);
            if (copies >= _wait.Wanted) End();
        }

        public void End()
        {
            if (Interlocked.Exchange(ref _ended, 1) != 0) return;
            _timer?.Dispose();
            _wait.Answer(Volatile.Read(ref _copies));
        }
    }
}
