using AkkaCache.Node.Routing;

namespace AkkaCache.Node.Tests.Routing.Cluster;

/// <summary>
/// Long random runs: commands of many connections while partitions move, nodes hear of it late, links lose what is under way, gates open and close.
/// Every command is answered once. What is answered ran once, what is refused not at all, what is unknown once or not at all; and in each
/// partition the commands of a connection ran in their order.
/// </summary>
public sealed class ForwardingScheduleTests
{
    private const int Seeds = 150;
    private const int Steps = 1500;
    private const int Partitions = 3;

    [Fact]
    public void Commands_run_at_most_once_and_in_order_whatever_happens()
    {
        var unknown = 0;
        var refused = 0;
        var done = 0;
        for (var seed = 0; seed < Seeds; seed++)
        {
            using var run = new Run(seed);
            run.Play();
            run.Check();
            unknown += run.Unknown;
            refused += run.Refused;
            done += run.Done;
        }
        Assert.True(unknown > 100 && refused > 100 && done > 10_000, $"{done} done, {refused} refused, {unknown} unknown");
    }

    private sealed class Run : IDisposable
    {
        private readonly int _seed;
        private readonly Random _random;
        private readonly NotedCommands _commands = new();
        private readonly TestCluster _cluster;
        private readonly TestConnection[] _connections;
        private readonly List<Sent>[] _sent;
        private readonly Queue<Action> _later = new();
        private readonly bool _loses;

        public Run(int seed)
        {
            _seed = seed;
            _random = new Random(seed);
            _loses = seed % 2 == 0;
            _cluster = new TestCluster(3, new RoutingSettings(), _commands.Table());
            _connections = [.. Enumerable.Range(0, 6).Select(i => _cluster.Connect(i % 3))];
            _sent = [.. _connections.Select(_ => new List<Sent>())];
        }

        public int Unknown { get; private set; }
        public int Refused { get; private set; }
        public int Done { get; private set; }

        public void Play()
        {
            for (var step = 0; step < Steps; step++) Step();
            _cluster.Links.Room = int.MaxValue;
            while (_later.TryDequeue(out var action)) action();
            for (var partition = 0; partition < Partitions; partition++) _cluster.Move(partition, _random.Next(3));
            _cluster.Settle();
            for (var i = 0; i < 20; i++)
            {
                _cluster.Time.Advance(TimeSpan.FromSeconds(1));
                _cluster.Settle();
            }
        }

        public void Check()
        {
            foreach (var node in _cluster.Nodes) Require(node.Forwarder.Pending == 0, $"{node.Id} has {node.Forwarder.Pending} commands left");
            for (var i = 0; i < _connections.Length; i++)
            {
                var replies = _connections[i].Received().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
                Require(replies.Length == _sent[i].Count, $"connection {i}: {replies.Length} replies to {_sent[i].Count} commands");
                for (var partition = 0; partition < Partitions; partition++) CheckOrder(i, partition, replies);
            }
        }

        private void CheckOrder(int connection, int partition, string[] replies)
        {
            var notes = _commands.Notes.Where(note => note.Partition == partition && note.Connection == connection).Select(note => note.Number).ToList();
            Require(notes.Distinct().Count() == notes.Count, $"connection {connection}: a command ran twice");
            var certain = notes.Where(number => !replies[number].StartsWith("-UNKNOWN", StringComparison.Ordinal)).ToList();
            Require(certain.SequenceEqual(certain.Order()), $"connection {connection}, partition {partition}: out of order");
            var newest = -1;
            foreach (var (sent, number) in _sent[connection].Select((sent, number) => (sent, number)).Where(pair => pair.sent.Partition == partition))
            {
                var reply = replies[number];
                if (reply.StartsWith("-CLUSTERDOWN", StringComparison.Ordinal))
                {
                    Refused++;
                    Require(!sent.IsWrite || !notes.Contains(number), $"connection {connection}: {number} was refused and ran");
                }
                else if (reply.StartsWith("-UNKNOWN", StringComparison.Ordinal))
                {
                    Unknown++;
                    Require(sent.IsWrite, $"connection {connection}: a read is unknown");
                }
                else if (sent.IsWrite)
                {
                    Done++;
                    newest = number;
                    Require(reply == $":{number}" && notes.Contains(number), $"connection {connection}: {number} was answered {reply}");
                }
                else
                {
                    Done++;
                    var seen = int.Parse(reply[1..]);
                    Require(seen >= newest && seen < number, $"connection {connection}: read {number} saw {seen}, after {newest}");
                }
            }
        }

        private void Step()
        {
            switch (_random.Next(40))
            {
                case < 10:
                    Send();
                    break;
                case < 26:
                    var lanes = _cluster.Links.Waiting;
                    if (lanes.Count > 0) _cluster.Deliver(lanes[_random.Next(lanes.Count)]);
                    break;
                case < 33:
                    var node = _cluster.Nodes[_random.Next(3)];
                    if (node.Workers.Count > 0) node.Workers.Run(_random.Next(node.Workers.Count));
                    break;
                case < 36:
                    if (_later.TryDequeue(out var action)) action();
                    break;
                case 36:
                    Move(_random.Next(Partitions), _random.Next(4) - 1);
                    break;
                case 37:
                    if (_loses && _random.Next(4) == 0) Reset(_random.Next(3), _random.Next(3));
                    break;
                case 38:
                    _cluster.Links.Room = _random.Next(3) == 0 ? _random.Next(3) : int.MaxValue;
                    break;
                default:
                    // Long enough to lose answers only where links lose messages: otherwise every command has its outcome.
                    _cluster.Time.Advance(TimeSpan.FromMilliseconds(_loses && _random.Next(10) == 0 ? 16_000 : _random.Next(60)));
                    break;
            }
        }

        private void Send()
        {
            var connection = _random.Next(_connections.Length);
            var commands = new List<string[]>();
            for (var n = _random.Next(1, 6); n > 0; n--)
            {
                var partition = _random.Next(Partitions);
                var isWrite = _random.Next(3) > 0;
                var big = _random.Next(6) == 0 ? "BIG" : "";
                var number = _sent[connection].Count;
                _sent[connection].Add(new Sent(partition, isWrite));
                commands.Add(isWrite ? [big + "NOTE", _cluster.KeyIn(partition), $"{connection}", $"{number}"] : [big + "LOOK", _cluster.KeyIn(partition), $"{connection}"]);
            }
            _connections[connection].SendAll([.. commands]);
        }

        /// <summary>The old primary closes now; the others hear of it, and the new one opens, in any order later. To -1: nobody is primary for a while.</summary>
        private void Move(int partition, int to)
        {
            var epoch = _cluster.NextEpoch(partition);
            foreach (var node in _cluster.Nodes)
            {
                node.Close(partition);
                _later.Enqueue(() => node.Directory.Learn(partition, epoch, to < 0 ? default : TestCluster.IdOf(to)));
            }
            if (to < 0) return;
            var owner = _cluster.Nodes[to];
            _later.Enqueue(() =>
            {
                if (_cluster.EpochOf(partition) == epoch) owner.Open(partition, epoch);
            });
        }

        private void Reset(int one, int other)
        {
            if (one == other) return;
            _cluster.Links.Cut(one, other);
            _cluster.Nodes[one].Forwarder.LinkReset(TestCluster.IdOf(other));
            // The other end may be told later, after it has sent more, but before it is given anything that was sent since.
            _cluster.Links.Silent.Add((one, other));
            _later.Enqueue(() =>
            {
                _cluster.Nodes[other].Forwarder.LinkReset(TestCluster.IdOf(one));
                _cluster.Links.Silent.Remove((one, other));
            });
        }

        private void Require(bool condition, string message) => Assert.True(condition, $"seed {_seed}: {message}");

        public void Dispose() => _cluster.Dispose();
    }

    private readonly record struct Sent(int Partition, bool IsWrite);
}
