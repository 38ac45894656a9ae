using System.Text;
using AkkaCache.Node.Sessions.Replies;
using AkkaCache.Node.Tests.Partitions.Commits;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Node.Tests.Sessions.Replies;

/// <summary>Long random runs against a list of replies, each known, awaited or held, of which a prefix leaves.</summary>
public sealed class ReplyOrderModelTests : IReplyOwner
{
    private const int Seeds = 300;
    private const int Steps = 400;

    private readonly WakeUps _wakeUps = new();
    private int _told;

    void IReplyOwner.RepliesMoved() => _told++;

    [Fact]
    public void Order_sends_what_a_list_of_replies_would()
    {
        for (var seed = 0; seed < Seeds; seed++) Run(seed);
    }

    private void Run(int seed)
    {
        var random = new Random(seed);
        var writer = new RespWriter(64);
        using var order = new ReplyOrder(writer, this);
        var commits = new FakeCommits();
        var items = new List<Item>();
        var sent = new StringBuilder();
        var committed = 0L;
        for (var step = 0; step < Steps; step++)
        {
            switch (random.Next(8))
            {
                case 0 or 1:
                    items.Add(new Item { Text = Text(random, step) });
                    writer.Raw(Encoding.ASCII.GetBytes(items[^1].Text!));
                    break;
                case 2 or 3:
                    var mark = order.Position;
                    items.Add(new Item { Reply = order.Reserve(), IsSilent = random.Next(8) == 0 });
                    if (items[^1].IsSilent) order.Silence(mark);
                    break;
                case 4:
                    var from = writer.TotalBytes;
                    var text = Text(random, step);
                    writer.Raw(Encoding.ASCII.GetBytes(text));
                    items.Add(new Item { Text = text, Index = commits.Index + 1 });
                    order.HoldBack(commits.Mark(isWrite: true), from);
                    break;
                case 5:
                    var awaited = items.Where(item => item.Text is null).ToArray();
                    if (awaited.Length == 0) break;
                    var chosen = awaited[random.Next(awaited.Length)];
                    chosen.Text = Text(random, step);
                    chosen.Reply!.Answer(0, Encoding.ASCII.GetBytes(chosen.Text), _wakeUps);
                    _wakeUps.Raise();
                    break;
                case 6:
                    committed = committed + random.NextInt64(commits.Index - committed + 1);
                    commits.Commit(committed);
                    break;
                default:
                    var chunk = order.Peek();
                    var taken = random.Next(chunk.Count + 1);
                    sent.Append(Encoding.ASCII.GetString(chunk[..taken]));
                    order.Take(taken);
                    Assert.StartsWith(sent.ToString(), Expected(items, committed));
                    break;
            }
        }
        foreach (var item in items.Where(item => item.Text is null))
        {
            item.Text = "(late)";
            item.Reply!.Answer(0, "(late)"u8, _wakeUps);
        }
        commits.Commit(commits.Index);
        for (var chunk = order.Peek(); chunk.Count > 0; chunk = order.Peek())
        {
            sent.Append(Encoding.ASCII.GetString(chunk));
            order.Take(chunk.Count);
        }
        Assert.True(sent.ToString() == Expected(items, commits.Index), $"seed {seed}");
        Assert.True(order.IsEmpty);
        Assert.Equal(0, order.PendingBytes);
        Assert.Equal(sent.Length, order.TotalBytes);
    }

    private static string Text(Random random, int step) => $"({step}{new string('.', random.Next(4) == 0 ? random.Next(9000) : random.Next(100))})";

    private static string Expected(List<Item> items, long committed) =>
        string.Concat(items.TakeWhile(item => item.Text is not null && item.Index <= committed).Where(item => !item.IsSilent).Select(item => item.Text));

    private sealed class Item
    {
        /// <summary>Null while it is awaited.</summary>
        public string? Text { get; set; }

        public PendingReply? Reply { get; init; }

        /// <summary>What must be committed before it leaves.</summary>
        public long Index { get; init; }

        public bool IsSilent { get; init; }
    }
}
