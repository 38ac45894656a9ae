using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Keys.AllNodes;

namespace AkkaCache.Node.Routing.AllNodes;

/// <summary>How far the copies of all partitions are, at one look.</summary>
internal sealed class CopyProgressReplies(int partitions) : IPartitionReplies
{
    private readonly long[]?[] _progress = new long[partitions][];

    /// <summary>Takes one partition's reply; one that is not understood counts as a partition without backups.</summary>
    public void Add(int partition, ReadOnlySpan<byte> reply)
    {
        var cursor = new ReplyCursor(reply);
        if (!cursor.TryArray(out var count) || count < 2) return;
        var values = new long[count];
        for (var i = 0; i < count; i++)
        {
            if (!cursor.TryInteger(out values[i])) return;
        }
        _progress[partition] = values;
    }

    /// <summary>Over all partitions the least number of backups that have what was the last effect at an earlier look.</summary>
    public long CopiesOf(CopyProgressReplies mark)
    {
        var least = long.MaxValue;
        for (var partition = 0; partition < partitions && least > 0; partition++) least = Math.Min(least, CopiesOf(_progress[partition], mark._progress[partition]));
        return least;
    }

    private static int CopiesOf(long[]? now, long[]? then)
    {
        if (now is null || then is null || now[0] != then[0]) return 0;
        var copies = 0;
        for (var i = 2; i < now.Length; i++)
        {
            if (now[i] >= then[1]) copies++;
        }
        return copies;
    }
}
