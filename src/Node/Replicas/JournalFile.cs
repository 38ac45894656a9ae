using System.Buffers;
using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Journal;
using AkkaCache.Replication.Wire;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Replicas;

/// <summary>A journal of this node's rules of replication in a file.</summary>
/// <remarks>
/// Records are copied by whoever made them and written by a thread of their own, so nobody waits for a disk. The file has a ceiling, and so has what waits for it: beyond either, or
/// when it cannot be written, the journal is over and the node goes on. What is written by then can be played back, since a journal is good up to its first gap.
/// </remarks>
public sealed class JournalFile : IJournalOutput, IDisposable
{
    /// <summary>What a disk that stands still may hold up: some seconds of a node under full load.</summary>
    private const int MaxWaitingBytes = 32 << 20;

    private static readonly TimeSpan WriteInterval = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly FileStream _file;
    private readonly long _limit;
    private readonly ILogger _log;
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _stop = new(false, spinCount: 0);

    /// <summary>Not written yet, and what is being written, in turn.</summary>
    private ArrayBufferWriter<byte> _waiting = new();
    private ArrayBufferWriter<byte> _spare = new();
    private long _taken;
    private volatile string? _overBecause;

    private JournalFile(FileStream file, long limit, ILogger log)
    {
        _file = file;
        _limit = limit;
        _log = log;
        _thread = new Thread(WriteAtIntervals) { IsBackground = true, Name = "journal" };
        _thread.Start();
        ReplicasLog.JournalOpened(log, file.Name, limit);
    }

    public bool IsOver => _overBecause is not null;

    /// <summary>A journal of a run of a node in a file of its own. Null where none is wanted, or where none can be written, which is logged: a node is worth more than its journal.</summary>
    public static JournalFile? TryOpen(string directory, NodeId self, long limit, ILogger log)
    {
        if (directory.Length == 0) return null;
        try
        {
            Directory.CreateDirectory(directory);
            var name = string.Concat(self.Value.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' ? c : '_'));
            return new JournalFile(new FileStream(Path.Combine(directory, name + ".journal"), FileMode.Create, FileAccess.Write, FileShare.Read), limit, log);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ReplicasLog.JournalFailed(log, directory, e);
            return null;
        }
    }

    /// <summary>Writes out what a file tells of one partition.</summary>
    /// <param name="error">Why it tells nothing.</param>
    public static bool TryList(string path, int partition, TextWriter output, out string error)
    {
        error = "";
        try
        {
            if (JournalListing.Write(File.ReadAllBytes(path), partition, output) > 0) return true;
            error = $"{path}: nothing happened to partition {partition}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or WireFormatException)
        {
            error = $"{path}: {e.Message}";
        }
        return false;
    }

    /// <summary>Plays a file back through the rules of this build.</summary>
    /// <param name="text">What came of it, for people.</param>
    /// <returns>Whether they do the same.</returns>
    public static bool TryPlay(string path, out string text)
    {
        try
        {
            var outcome = JournalPlayer.Play(File.ReadAllBytes(path));
            text = outcome.ToString();
            return outcome.Difference is null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or WireFormatException)
        {
            text = $"{path}: {e.Message}";
            return false;
        }
    }

    public void Write(ReadOnlySpan<byte> record)
    {
        lock (_lock)
        {
            if (IsOver) return;
            if (_taken + record.Length > _limit) _overBecause = "it is full";
            else if (_waiting.WrittenCount + record.Length > MaxWaitingBytes) _overBecause = "the disk is too slow";
            if (IsOver) return;
            _taken += record.Length;
            _waiting.Write(record);
        }
    }

    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
    }

    private void WriteAtIntervals()
    {
        try
        {
            while (!_stop.Wait(WriteInterval) && !IsOver) WriteWaiting();
            lock (_lock) _overBecause ??= "the node ends";
            WriteWaiting();
        }
        catch (IOException e)
        {
            _overBecause = e.Message;
        }
        ReplicasLog.JournalOver(_log, _file.Name, _taken, _overBecause!);
        _file.Dispose();
    }

    private void WriteWaiting()
    {
        lock (_lock) (_waiting, _spare) = (_spare, _waiting);
        _file.Write(_spare.WrittenSpan);
        _file.Flush();
        _spare.ResetWrittenCount();
    }
}
