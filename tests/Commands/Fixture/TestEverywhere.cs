using System.Text;
using AkkaCache.Commands.Execution;
using AkkaCache.Protocol.Resp;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Commands.Tests.Fixture;

/// <summary>The partitions of a bench as if they were other nodes': each is asked by itself, the last one first.</summary>
public sealed class TestEverywhere(CommandBench bench) : IEverywhere
{
    /// <summary>Partitions that do not answer.</summary>
    public HashSet<int> Silent { get; } = [];

    /// <summary>What a partition answers instead of its own reply.</summary>
    public Func<int, string?> Instead { get; set; } = _ => null;

    /// <summary>Raised before each round of questions.</summary>
    public Action Asking { get; set; } = () => { };

    public int Rounds { get; private set; }

    public List<string> Published { get; } = [];

    public bool IsAlone => false;

    public bool TryRun(CommandVector command, int first, int count, IPartitionReplies replies)
    {
        Rounds++;
        Asking();
        var row = bench.Table.Find(command[0])!;
        var all = true;
        for (var partition = first + count - 1; partition >= first; partition--)
        {
            if (Silent.Contains(partition) || !bench.Keyspace.TryEnter(partition, out var space))
            {
                all = false;
                continue;
            }
            using var reply = new RespWriter();
            var context = new CommandContext(reply, new TestSession(reply), bench.Node, bench.Keyspace, bench.Settings, bench.NowMs);
            context.Start(row, command, space);
            row.Handler(ref context);
            bench.Keyspace.Exit(partition);
            replies.Add(partition, Instead(partition) is { } other ? Encoding.Latin1.GetBytes(other) : Bytes(reply));
        }
        return all;
    }

    public void Publish(ReadOnlySpan<byte> channel, ReadOnlySpan<byte> message) =>
        Published.Add($"{Encoding.Latin1.GetString(channel)}: {Encoding.Latin1.GetString(message)}");

    private static byte[] Bytes(RespWriter reply)
    {
        var all = new List<byte>();
        while (reply.PendingBytes > 0)
        {
            var chunk = reply.Peek();
            all.AddRange(chunk);
            reply.Take(chunk.Count);
        }
        return [.. all];
    }
}
