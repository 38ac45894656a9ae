using System.Text.RegularExpressions;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Partitions.Commits;
using AkkaCache.Node.Routing.AllNodes;
using AkkaCache.Node.Tests.Partitions.Commits;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Tests.Routing.AllNodes;

/// <summary>Commands over the partitions of three nodes, whatever becomes of the nodes and of the messages between them.</summary>
public sealed partial class NodeCallsTests
{
    private const string NotServed = "-CLUSTERDOWN Hash slot not served\r\n";
    private const byte Question = NodeMessages.QuestionTag;
    private const byte Answer = NodeMessages.AnswerTag;

    [Fact]
    public void Every_node_speaks_of_all_keys()
    {
        using var nodes = new ThreeNodes();
        var keys = nodes.Fill(200);
        foreach (var node in nodes.Nodes)
        {
            Assert.Equal(":200\r\n", node.Send("DBSIZE"));
            Assert.Equal(keys, Keys(node.Send("KEYS", "*")));
            Assert.Contains(Keys(node.Send("RANDOMKEY")).Single(), keys);
            Assert.Equal(keys, Walk(nodes, () => node).Distinct().Order());
        }
        Assert.Equal("+OK\r\n", nodes.B.Send("FLUSHALL"));
        Assert.All(nodes.Nodes, node => Assert.Equal(0, node.Router.Partitions.Count));
        Assert.Equal(":0\r\n", nodes.C.Send("DBSIZE"));
    }

    [Fact]
    public void Lone_node_asks_nobody()
    {
        using var nodes = new ThreeNodes();
        nodes.A.Directory.IsAlone = true;
        for (var partition = 0; partition < ThreeNodes.Partitions; partition++) nodes.Open(partition, nodes.A);
        nodes.Fill(10);
        Assert.Equal(":10\r\n", nodes.A.Router.Send("DBSIZE"));
        Assert.Equal(10, Keys(nodes.A.Send("KEYS", "*")).Length);
        Assert.Equal(0, nodes.A.Counters.QuestionsAsked.Value);
    }

    [Fact]
    public void Command_in_a_cluster_leaves_the_sockets_thread_and_no_transaction_takes_it()
    {
        using var nodes = new ThreeNodes();
        Assert.Equal("deferred", nodes.A.Router.Send("DBSIZE"));
        nodes.A.Send("MULTI");
        Assert.Equal("-ERR 'dbsize' goes over all partitions and is not allowed inside a transaction of a cluster\r\n", nodes.A.Send("DBSIZE"));
        Assert.StartsWith("-ERR 'cluster|countkeysinslot' goes", nodes.A.Send("CLUSTER", "COUNTKEYSINSLOT", "1"), StringComparison.Ordinal);
        Assert.StartsWith("-EXECABORT", nodes.A.Send("EXEC"), StringComparison.Ordinal);
    }

    [Fact]
    public void Scan_goes_on_at_any_node_while_partitions_move()
    {
        const int seed = 7;
        using var nodes = new ThreeNodes();
        var keys = nodes.Fill(400);
        var random = new Random(seed);
        var found = Walk(nodes, () =>
        {
            nodes.Move(random.Next(ThreeNodes.Partitions), nodes.Nodes[random.Next(3)]);
            return nodes.Nodes[random.Next(3)];
        });
        Assert.True(keys.SequenceEqual(found.Distinct().Order()), $"seed {seed}");
    }

    [Fact]
    public void Partition_that_moves_under_the_question_is_asked_where_it_went()
    {
        using var nodes = new ThreeNodes();
        var keys = nodes.Fill(100);
        var moved = false;
        nodes.Passes = (_, to, message) =>
        {
            if (message[1] == Question && !moved)
            {
                moved = true;
                for (var partition = 0; partition < ThreeNodes.Partitions; partition++)
                {
                    if (nodes.PrimaryOf(partition) == to) nodes.Move(partition, nodes.A);
                }
            }
            return true;
        };
        Assert.Equal(keys, Keys(nodes.A.Send("KEYS", "*")));
        Assert.True(moved);
    }

    [Fact]
    public void Node_that_is_lost_is_asked_no_more_once_others_took_over()
    {
        using var nodes = new ThreeNodes();
        var keys = nodes.Fill(100);
        nodes.Passes = (_, to, message) =>
        {
            if (to != nodes.C) return true;
            // What it had is taken over while the question is on its way to nowhere.
            for (var partition = 0; partition < ThreeNodes.Partitions; partition++)
            {
                if (nodes.PrimaryOf(partition) == nodes.C) nodes.Move(partition, nodes.B);
            }
            return false;
        };
        Assert.Equal(keys, Keys(nodes.A.Send("KEYS", "*")));
        Assert.Equal(":100\r\n", nodes.B.Send("DBSIZE"));
    }

    [Fact]
    public void Partition_without_a_primary_is_waited_for()
    {
        using var nodes = new ThreeNodes();
        nodes.Fill(100);
        var partition = Enumerable.Range(0, ThreeNodes.Partitions).First(p => nodes.PrimaryOf(p) == nodes.B);
        nodes.A.Directory.SetPrimary(partition, NodeId.None);
        var looks = 0;
        nodes.A.Directory.Asked = asked =>
        {
            if (asked == partition && ++looks == 4) nodes.A.Directory.SetPrimary(partition, nodes.B.Id);
        };
        Assert.Equal(":100\r\n", nodes.A.Send("DBSIZE"));
        Assert.True(looks >= 4);
    }

    [Theory]
    [InlineData(Question)]
    [InlineData(Answer)]
    public void Lost_message_is_sent_again(byte tag)
    {
        using var nodes = new ThreeNodes(time: new SteppingTime(TimeSpan.FromMilliseconds(2)));
        nodes.Fill(100);
        var lost = 0;
        nodes.Passes = (_, _, message) => message[1] != tag || Interlocked.Increment(ref lost) > 2;
        Assert.Equal(":100\r\n", nodes.A.Send("DBSIZE"));
        Assert.True(lost > 2);
    }

    [Fact]
    public void Full_queue_is_tried_again()
    {
        using var nodes = new ThreeNodes();
        nodes.Fill(100);
        var refusals = 0;
        nodes.HasRoom = (from, _) => from != nodes.A || ++refusals > 4;
        Assert.Equal(":100\r\n", nodes.A.Send("DBSIZE"));
        Assert.True(refusals > 4);
    }

    [Theory]
    [InlineData("DBSIZE", NotServed)]
    [InlineData("FLUSHALL", "-CLUSTERDOWN Hash slot not served: some keys may be there still\r\n")]
    public void Partition_that_nobody_serves_fails_the_command_in_time(string command, string error)
    {
        using var nodes = new ThreeNodes(time: new SteppingTime(TimeSpan.FromMilliseconds(20)));
        nodes.Fill(100);
        nodes.B.Router.Partitions[1].Gate.Close();
        Assert.Equal(error, nodes.A.Send(command));
        Assert.Equal(1, nodes.A.Counters.QuestionsLate.Value);
    }

    [Fact]
    public void Node_that_is_silent_fails_the_command_in_time()
    {
        using var nodes = new ThreeNodes(time: new SteppingTime(TimeSpan.FromMilliseconds(20)));
        nodes.Passes = (_, to, _) => to != nodes.C;
        Assert.Equal(NotServed, nodes.A.Send("KEYS", "*"));
        Assert.Equal(NotServed, nodes.A.Send("RANDOMKEY"));
        Assert.Equal(NotServed, nodes.A.Send("SCAN", "2"));
    }

    [Fact]
    public void Whoever_waits_gives_up_when_the_node_stops()
    {
        using var nodes = new ThreeNodes();
        nodes.Passes = (_, _, _) =>
        {
            nodes.A.Calls.Stop();
            return false;
        };
        Assert.Equal(NotServed, nodes.A.Send("DBSIZE"));
    }

    [Fact]
    public void Answer_that_has_no_room_for_all_is_followed_by_others()
    {
        using var nodes = new ThreeNodes(new NodeCallSettings { AnswerBytes = 1 });
        var keys = nodes.Fill(300);
        Assert.Equal(keys, Keys(nodes.A.Send("KEYS", "*")));
        Assert.True(nodes.A.Counters.QuestionsAsked.Value >= 10);
    }

    [Fact]
    public void What_is_not_committed_is_not_answered()
    {
        var commits = new Commits { Refusals = 20 };
        using var nodes = new ThreeNodes(time: new SteppingTime(TimeSpan.FromMilliseconds(1)), commits: commits);
        nodes.Fill(100);
        foreach (var node in nodes.Nodes)
        {
            foreach (var partition in node.Router.Partitions.All) partition.Commits = new FakeCommits();
        }
        Assert.Equal("+OK\r\n", nodes.A.Send("FLUSHALL"));
        Assert.Equal(0, commits.Refusals);
        Assert.True(commits.Flushes >= 3);
        commits.Refusals = int.MaxValue;
        Assert.StartsWith("-CLUSTERDOWN", nodes.A.Send("FLUSHALL"), StringComparison.Ordinal);
    }

    [Fact]
    public void Question_for_what_a_node_does_not_know_is_an_error()
    {
        using var nodes = new ThreeNodes();
        var replies = new Collector();
        Assert.True(nodes.A.Calls.TryRun(new Protocol.Vectors.VectorBuffer().Add("GET"u8).Add("a"u8).Vector, 0, ThreeNodes.Partitions, replies));
        Assert.Equal(ThreeNodes.Partitions, replies.All.Count);
        Assert.All(replies.All.Values, reply => Assert.StartsWith("-ERR unknown command 'GET'", reply, StringComparison.Ordinal));
    }

    private static List<string> Walk(ThreeNodes nodes, Func<ThreeNodes.Node> next)
    {
        const int mostSteps = 10_000;
        var all = new List<string>();
        var cursor = "0";
        for (var step = 0; step < mostSteps; step++)
        {
            var reply = next().Send("SCAN", cursor, "COUNT", "5");
            Assert.True(reply.StartsWith("*2\r\n", StringComparison.Ordinal), reply);
            var strings = Bulk().Matches(reply).Select(match => match.Groups[1].Value).ToList();
            cursor = strings[0];
            all.AddRange(strings[1..]);
            if (cursor == "0") return all;
        }
        Assert.Fail($"the walk over {nodes.Nodes.Length} nodes does not end");
        return all;
    }

    private static string[] Keys(string reply) => [.. Bulk().Matches(reply).Select(match => match.Groups[1].Value).Order()];

    [GeneratedRegex(@"\$\d+\r\n([^\r]*)\r\n")]
    private static partial Regex Bulk();

    /// <summary>Refuses a number of times.</summary>
    private sealed class Commits : ICommits
    {
        private readonly Lock _lock = new();
        private int _refusals;

        public int Flushes { get; private set; }

        public int Refusals
        {
            get => Volatile.Read(ref _refusals);
            set => Volatile.Write(ref _refusals, value);
        }

        public void Flush()
        {
            lock (_lock) Flushes++;
        }

        public bool Await(in CommitMark mark, TimeSpan limit)
        {
            Assert.False(mark.IsNone);
            lock (_lock)
            {
                if (_refusals == 0) return true;
                _refusals--;
                return false;
            }
        }
    }

    private sealed class Collector : Commands.Execution.IPartitionReplies
    {
        public Dictionary<int, string> All { get; } = [];

        public void Add(int partition, ReadOnlySpan<byte> reply) => All.Add(partition, System.Text.Encoding.UTF8.GetString(reply));
    }
}
