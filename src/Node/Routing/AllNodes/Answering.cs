using System.Buffers;
using System.Collections.Concurrent;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Telemetry;
using AkkaCache.Protocol.Topology;
using AkkaCache.Protocol.Vectors;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Routing.AllNodes;

/// <summary>Answers the questions of other nodes, on threads of its own: the links' threads never wait for a gate, nor does the pool that beats the cluster's heart.</summary>
/// <remarks>The threads start with the first question, so a lone node has none.</remarks>
internal sealed class Answering : IDisposable
{
    /// <summary>Answers up to this go before bulk, like other replies.</summary>
    private const int SmallAnswerBytes = 16 * 1024;

    private readonly ConfinedRunner _runner;
    private readonly IPeerSender _peers;
    private readonly ClusterCounters _counters;
    private readonly NodeCallSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly BlockingCollection<Asked> _queue;
    private readonly Lazy<Thread[]> _threads;

    public Answering(ConfinedRunner runner, IPeerSender peers, ClusterCounters counters, NodeCallSettings settings, TimeProvider time, ILogger log)
    {
        _runner = runner;
        _peers = peers;
        _counters = counters;
        _settings = settings;
        _time = time;
        _log = log;
        _queue = new BlockingCollection<Asked>(settings.MaxQueuedQuestions);
        _threads = new Lazy<Thread[]>(StartThreads);
    }

    /// <summary>Takes a question. When too many wait it is dropped: it will be asked again.</summary>
    public void Receive(NodeId from, ReadOnlySpan<byte> message)
    {
        if (_queue.IsAddingCompleted) return;
        _ = _threads.Value;
        try
        {
            _queue.TryAdd(new Asked(from, message.ToArray(), _time.GetTimestamp()));
        }
        catch (InvalidOperationException)
        {
            // Stopped meanwhile.
        }
    }

    public void Dispose() => _queue.CompleteAdding();

    private Thread[] StartThreads()
    {
        var threads = new Thread[_settings.AnsweringThreads];
        for (var i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(Work) { IsBackground = true, Name = $"answers to nodes {i}" };
            threads[i].Start();
        }
        return threads;
    }

    private void Work()
    {
        var command = new VectorBuffer();
        var run = new PartitionRun();
        var message = new ArrayBufferWriter<byte>();
        foreach (var asked in _queue.GetConsumingEnumerable())
        {
            try
            {
                Answer(asked, command, run, message);
            }
            catch (Exception e)
            {
                AllNodesLog.AnswerFailed(_log, asked.From.Value, e);
            }
        }
    }

    private void Answer(in Asked asked, VectorBuffer command, PartitionRun run, ArrayBufferWriter<byte> message)
    {
        // Nobody waits for it any more, and what it would do might be done long after it was reported as failed.
        if (_time.GetElapsedTime(asked.At) > _settings.Limit) return;
        if (!NodeMessages.TryReadQuestion(asked.Message, out var number, out var partitions, command))
        {
            _counters.MessagesMalformed.Add(1);
            return;
        }
        _runner.Run(partitions, command.Vector, run, _settings.AnswerBytes, _settings.Limit);
        message.ResetWrittenCount();
        NodeMessages.WriteAnswer(message, number, run);
        _peers.TrySend(asked.From, message.WrittenCount <= SmallAnswerBytes ? PeerLane.Control : PeerLane.Bulk, message.WrittenSpan);
        _counters.QuestionsAnswered.Add(1);
    }

    private readonly record struct Asked(NodeId From, byte[] Message, long At);
}
