using System.Globalization;

namespace AkkaCache.Node.Tests.Routing.Cluster;

/// <summary>Long random runs: connections of all nodes add one to a number under WATCH while its partition moves and links lose messages. No addition is lost and none counts twice.</summary>
public sealed class WatchScheduleTests
{
    private const int Seeds = 100;
    private const int Steps = 3000;

    [Fact]
    public void Additions_under_watch_are_counted_exactly()
    {
        var (added, changed, unknown) = (0, 0, 0);
        for (var seed = 0; seed < Seeds; seed++)
        {
            var commands = new SharedCommands();
            using var cluster = new TestCluster(3, table: commands.Table());
            var random = new Random(seed);
            var key = cluster.KeyIn(1);
            var adders = Enumerable.Range(0, 5).Select(i => new Adder(cluster.Connect(i % 3), key)).ToArray();
            var later = new Queue<Action>();
            for (var step = 0; step < Steps; step++) Step(cluster, random, adders, later, loses: seed % 2 == 0);
            while (later.TryDequeue(out var action)) action();
            cluster.Move(1, 1);
            for (var i = 0; i < 20; i++)
            {
                cluster.Settle();
                cluster.Time.Advance(TimeSpan.FromSeconds(1));
            }
            foreach (var adder in adders) adder.Finish();
            var sum = adders.Sum(adder => adder.Added);
            var doubtful = adders.Sum(adder => adder.Unknown);
            Assert.True(commands[key] >= sum && commands[key] <= sum + doubtful, $"seed {seed}: {commands[key]} after {sum} additions and {doubtful} unknown");
            added += sum;
            changed += adders.Sum(adder => adder.Changed);
            unknown += doubtful;
        }
        Assert.True(added > 1000 && changed > 100 && unknown > 10, $"{added} added, {changed} changed, {unknown} unknown");
    }

    private static void Step(TestCluster cluster, Random random, Adder[] adders, Queue<Action> later, bool loses)
    {
        switch (random.Next(40))
        {
            case < 10:
                adders[random.Next(adders.Length)].GoOn();
                break;
            case < 26:
                var lanes = cluster.Links.Waiting;
                if (lanes.Count > 0) cluster.Deliver(lanes[random.Next(lanes.Count)]);
                break;
            case < 34:
                var node = cluster.Nodes[random.Next(3)];
                if (node.Workers.Count > 0) node.Workers.Run(random.Next(node.Workers.Count));
                break;
            case < 38:
                if (later.TryDequeue(out var action)) action();
                break;
            case 38:
                if (random.Next(4) > 0) Move(cluster, random.Next(4) - 1, later);
                else if (loses) cluster.Reset(random.Next(3), (random.Next(2) + 1) % 3);
                break;
            default:
                cluster.Time.Advance(TimeSpan.FromMilliseconds(random.Next(60)));
                break;
        }
    }

    private static void Move(TestCluster cluster, int to, Queue<Action> later)
    {
        var epoch = cluster.NextEpoch(1);
        foreach (var node in cluster.Nodes)
        {
            node.Close(1);
            later.Enqueue(() => node.Directory.Learn(1, epoch, to < 0 ? default : TestCluster.IdOf(to)));
        }
        if (to < 0) return;
        later.Enqueue(() =>
        {
            if (cluster.EpochOf(1) == epoch) cluster.Nodes[to].Open(1, epoch);
        });
    }

    /// <summary>Reads under WATCH, then writes one more in a transaction, and so on: a step whenever it has the replies to the last.</summary>
    private sealed class Adder(TestConnection connection, string key)
    {
        private readonly List<string> _replies = [];
        private int _awaited;
        private bool _reads;

        public int Added { get; private set; }
        public int Changed { get; private set; }
        public int Unknown { get; private set; }

        public void GoOn()
        {
            if (!Take()) return;
            if (_reads && _replies[0] == "+OK" && _replies[1].StartsWith(':'))
            {
                var number = long.Parse(_replies[1].AsSpan(1), CultureInfo.InvariantCulture);
                Send(3, ["MULTI"], ["CSET", key, (number + 1).ToString(CultureInfo.InvariantCulture)], ["EXEC"]);
                _reads = false;
                return;
            }
            if (_reads) Send(1, ["UNWATCH"]);
            else Send(2, ["WATCH", key], ["CGET", key]);
            _reads = !_reads;
        }

        public void Finish() => Assert.True(Take(), "replies are missing");

        private void Send(int replies, params string[][] commands)
        {
            _replies.Clear();
            _awaited = replies;
            connection.SendAll(commands);
        }

        private bool Take()
        {
            _replies.AddRange(connection.Received().Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
            // An array of one is followed by its element.
            var isDone = _awaited == 3 && _replies.Count > 2 && _replies[2] == "*1" ? _replies.Count == 4 : _replies.Count == _awaited;
            if (!isDone || _awaited != 3) return isDone;
            _awaited = _replies.Count;
            if (_replies[2] == "*1") Added++;
            else if (_replies[2] == "*-1") Changed++;
            else if (_replies[2].StartsWith("-UNKNOWN", StringComparison.Ordinal)) Unknown++;
            return true;
        }
    }
}
