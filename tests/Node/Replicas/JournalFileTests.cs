using AkkaCache.Node.Replicas;
using AkkaCache.Protocol.Topology;
using Microsoft.Extensions.Logging.Abstractions;

namespace AkkaCache.Node.Tests.Replicas;

/// <summary>A journal in a file: as much of it as there is room for, and never at the cost of the node.</summary>
public sealed class JournalFileTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("journal");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Journal_ends_at_its_ceiling_and_what_is_before_can_be_played_back()
    {
        var (limit, files) = (20_000, new List<JournalFile>());
        using (var cluster = new ReplicaCluster(nodes: 2, journals: Open))
        {
            RandomWrites.Run(cluster, new Random(1), 5_000);
            cluster.Settle();
            Assert.All(files, file => Assert.True(file.IsOver));
        }
        files.ForEach(file => file.Dispose());
        foreach (var path in Directory.GetFiles(_directory.FullName))
        {
            Assert.InRange(new FileInfo(path).Length, limit / 2, limit);
            Assert.True(JournalFile.TryPlay(path, out var text), text);
            Assert.EndsWith("all equal", text, StringComparison.Ordinal);
        }
        Assert.Equal(["node1.journal", "node2.journal"], Directory.GetFiles(_directory.FullName).Select(Path.GetFileName).Order());

        JournalFile Open(NodeId node)
        {
            files.Add(JournalFile.TryOpen(_directory.FullName, node, limit, NullLogger.Instance)!);
            return files[^1];
        }
    }

    [Fact]
    public void No_directory_is_no_journal() => Assert.Null(JournalFile.TryOpen("", new NodeId("n"), 1000, NullLogger.Instance));

    [Fact]
    public void Directory_that_cannot_be_is_no_journal()
    {
        var file = Path.Combine(_directory.FullName, "file");
        File.WriteAllText(file, "");
        Assert.Null(JournalFile.TryOpen(file, new NodeId("n"), 1000, NullLogger.Instance));
    }

    [Fact]
    public void File_that_is_no_journal_is_said_to_be_none()
    {
        var file = Path.Combine(_directory.FullName, "file");
        File.WriteAllText(file, "hello");
        Assert.False(JournalFile.TryPlay(file, out var text));
        Assert.Contains("a journal of form 104", text, StringComparison.Ordinal);
        Assert.False(JournalFile.TryPlay(file + "2", out _));
    }
}
