using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using AkkaCache.Commands.Execution;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Sessions;
using AkkaCache.Node.Telemetry;
using AkkaCache.Protocol.Topology;
using AkkaCache.Protocol.Vectors;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Routing.AllNodes;

/// <summary>Commands over the partitions of all nodes: asks the primaries, executes in this node's own partitions, and answers when others ask.</summary>
/// <remarks>
/// <para>
/// A worker asks and waits. Who is asked follows the directory: a partition whose primary changes while its answer is missing is asked again of the new
/// one, as is one that the node asked does not serve, and one whose answer is missing for long, since messages may be lost. The first
/// answer for a partition counts.
/// </para>
/// <para>
/// Each message has a number of its own, so that an answer tells what was reached: a node answers for as many partitions as fit one
/// answer, and is asked for the rest.
/// </para>
/// </remarks>
public sealed class NodeCalls : IEverywhere, IDisposable
{
    private readonly IPartitionDirectory _directory;
    private readonly IPeerSender _peers;
    private readonly ConfinedRunner _runner;
    private readonly ClusterCounters _counters;
    private readonly NodeCallSettings _settings;
    private readonly TimeProvider _time;
    private readonly Answering _answering;
    private readonly PublishedInbox _inbox;
    private readonly ConcurrentDictionary<long, Sent> _sent = new();
    private long _lastNumber;
    private bool _stopped;

    public NodeCalls(
        IPartitionDirectory directory, IPeerSender peers, ConfinedRunner runner, ChannelTable channels, ClusterCounters counters, NodeCallSettings settings,
        TimeProvider time, ILogger<NodeCalls> log)
    {
        _directory = directory;
        _peers = peers;
        _runner = runner;
        _counters = counters;
        _settings = settings;
        _time = time;
        _answering = new Answering(runner, peers, counters, settings, time, log);
        _inbox = new PublishedInbox(channels, counters, settings.MaxInboxBytes, log);
    }

    public bool IsAlone => _directory.IsAlone;

    public bool TryRun(CommandVector command, int first, int count, IPartitionReplies replies)
    {
        var question = new Question(first, count);
        var messages = new List<long>();
        try
        {
            if (TryAsk(question, command, replies, messages)) return true;
            _counters.QuestionsLate.Add(1);
            return false;
        }
        finally
        {
            foreach (var number in messages) _sent.TryRemove(number, out _);
        }
    }

    public void Publish(ReadOnlySpan<byte> channel, ReadOnlySpan<byte> message)
    {
        if (_directory.IsAlone) return;
        var bytes = new ArrayBufferWriter<byte>(NodeMessages.HeadBytes + (2 * sizeof(int)) + channel.Length + message.Length);
        NodeMessages.WritePublished(bytes, channel, message);
        foreach (var node in _directory.Nodes)
        {
            if (node == _directory.Self) continue;
            // One lane for all of them, or a large message would be overtaken by the next.
            if (_peers.TrySend(node, PeerLane.Control, bytes.WrittenSpan)) _counters.PublishedToPeers.Add(1);
            else _counters.PublishesLost.Add(1);
        }
    }

    /// <summary>Takes a message of this family from another node, on the link's thread: nothing here waits or works long.</summary>
    public void Receive(NodeId from, ReadOnlySpan<byte> message)
    {
        switch (message.Length < NodeMessages.HeadBytes ? 0 : message[1])
        {
            case NodeMessages.QuestionTag:
                _answering.Receive(from, message);
                return;
            case NodeMessages.AnswerTag when NodeMessages.TryReadNumber(message, out var number):
                if (_sent.TryRemove(number, out var sent)) sent.Question.Deliver(new Answer(sent.Partitions, message.ToArray()));
                return;
            case NodeMessages.PublishedTag:
                _inbox.Receive(message);
                return;
            default:
                _counters.MessagesMalformed.Add(1);
                return;
        }
    }

    /// <summary>Whoever waits for other nodes gives up.</summary>
    public void Stop() => Volatile.Write(ref _stopped, true);

    public void Dispose()
    {
        Stop();
        _answering.Dispose();
    }

    private bool TryAsk(Question question, CommandVector command, IPartitionReplies replies, List<long> messages)
    {
        var own = new PartitionRun();
        var message = new ArrayBufferWriter<byte>();
        var progressAt = _time.GetTimestamp();
        while (true)
        {
            var missing = question.Missing;
            var mine = AskPrimaries(question, command, message, messages);
            if (mine.Next(0) >= 0) RunOwn(question, mine, command, replies, own);
            while (question.TryTake(out var answer)) Accept(question, answer, replies);
            if (question.Missing == 0) return true;
            if (question.Missing < missing) progressAt = _time.GetTimestamp();
            else if (_time.GetElapsedTime(progressAt) > _settings.Limit) return false;
            else question.Await(_settings.Poll);
            if (Volatile.Read(ref _stopped)) return false;
        }
    }

    /// <summary>Sends what is due to the primaries, a message a node; returns what is due and this node's own.</summary>
    private PartitionSet AskPrimaries(Question question, CommandVector command, ArrayBufferWriter<byte> message, List<long> messages)
    {
        var mine = default(PartitionSet);
        var others = new Dictionary<NodeId, PartitionSet>();
        var now = _time.GetTimestamp();
        for (var partition = question.NextMissing(0); partition >= 0; partition = question.NextMissing(partition + 1))
        {
            var primary = _directory.PrimaryOf(partition);
            if (primary.IsNone || !question.IsDue(partition, primary, now)) continue;
            if (primary == _directory.Self) mine.Add(partition);
            else CollectionsMarshal.GetValueRefOrAddDefault(others, primary, out _).Add(partition);
        }
        foreach (var (node, partitions) in others) Send(question, node, partitions, command, message, messages);
        return mine;
    }

    private void Send(Question question, NodeId node, in PartitionSet partitions, CommandVector command, ArrayBufferWriter<byte> message, List<long> messages)
    {
        var number = Interlocked.Increment(ref _lastNumber);
        message.ResetWrittenCount();
        NodeMessages.WriteQuestion(message, number, partitions, command);
        _sent[number] = new Sent(question, partitions);
        messages.Add(number);
        var sent = _peers.TrySend(node, PeerLane.Control, message.WrittenSpan);
        if (sent) _counters.QuestionsAsked.Add(1);
        for (var partition = partitions.Next(0); partition >= 0; partition = partitions.Next(partition + 1))
        {
            if (sent) question.Asked(partition, node, After(_settings.AskAgainAfter));
            else question.AskAgain(partition, After(_settings.RefusedPause));
        }
    }

    private void RunOwn(Question question, in PartitionSet mine, CommandVector command, IPartitionReplies replies, PartitionRun run)
    {
        _runner.Run(mine, command, run, _settings.AnswerBytes, _settings.Limit);
        foreach (var (partition, offset, length, _) in run.Replies)
        {
            question.Answered(partition);
            replies.Add(partition, run.Bytes.Slice(offset, length));
        }
        for (var partition = run.Refused.Next(0); partition >= 0; partition = run.Refused.Next(partition + 1)) question.AskAgain(partition, After(_settings.RefusedPause));
    }

    private void Accept(Question question, in Answer answer, IPartitionReplies replies)
    {
        if (!NodeMessages.TryReadAnswer(answer.Message, out var answered, out var refused, out var fields)) _counters.MessagesMalformed.Add(1);
        for (var partition = answered.Next(0); partition >= 0; partition = answered.Next(partition + 1))
        {
            if (!fields.TryBytes(out var reply))
            {
                _counters.MessagesMalformed.Add(1);
                break;
            }
            if (!answer.Asked.Contains(partition) || !question.IsMissing(partition)) continue;
            question.Answered(partition);
            replies.Add(partition, reply);
        }
        for (var partition = answer.Asked.Next(0); partition >= 0; partition = answer.Asked.Next(partition + 1))
        {
            // Refused: it is on its way to another primary. Not reached: there was no room for it in this answer.
            if (question.IsMissing(partition)) question.AskAgain(partition, refused.Contains(partition) ? After(_settings.RefusedPause) : _time.GetTimestamp());
        }
    }

    private long After(TimeSpan time) => _time.GetTimestamp() + (long)(time.TotalSeconds * _time.TimestampFrequency);

    /// <summary>A message whose answer is awaited.</summary>
    private readonly record struct Sent(Question Question, PartitionSet Partitions);
}
