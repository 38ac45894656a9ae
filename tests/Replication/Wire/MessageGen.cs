using System.Collections.Immutable;
using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Copies;
using AkkaCache.Replication.Messages;
using AkkaCache.Replication.Register;
using AkkaCache.Replication.Voters;
using CsCheck;

namespace AkkaCache.Replication.Tests.Wire;

/// <summary>Any message that a writer takes, by type.</summary>
internal static class MessageGen
{
    private static readonly Gen<int> Partition = Gen.Int[0, PartitionLayout.MaxCount - 1];

    /// <summary>Mostly small, now and then as large as it gets.</summary>
    private static readonly Gen<long> Number = Gen.OneOf(Gen.Long[0, 300], Gen.Long[0, long.MaxValue], Gen.Const(long.MaxValue));

    private static readonly Gen<int> Int = Gen.OneOf(Gen.Int[0, 300], Gen.Int[0, int.MaxValue], Gen.Const(int.MaxValue));

    private static readonly Gen<long> Time = Gen.OneOf(Gen.Long, Gen.Const(long.MinValue), Gen.Const(long.MaxValue));

    private static readonly Gen<Epoch> Epochs = Gen.OneOf(Gen.Select(Gen.Long[0, 1000], Gen.Int[0, 200], Epoch.Of), Number.Select(value => new Epoch(value)));

    private static readonly Gen<Position> Positions = Gen.OneOf(Gen.Const(Position.Invalid), Gen.Select(Epochs, Number, (epoch, index) => new Position(epoch, index)));

    private static readonly Gen<NodeId> Names = Gen.OneOf(
        Gen.Int[1, 9].Select(number => new NodeId($"node-{number}.cache:4053#1a2b")),
        Gen.Int[1, 9].Select(number => new NodeId($"Knoten-ä€😀-{number}")),
        Gen.Const(new NodeId(new string('€', NodeId.MaxLength))));

    private static readonly Gen<NodeId> NameOrNone = Gen.Frequency((9, Names), (1, Gen.Const(NodeId.None)));

    private static readonly Gen<ImmutableArray<NodeId>> Nodes = Many(Names, Configuration.MaxVoters);

    private static readonly Gen<RegisterValue> Values =
        Gen.Select(Epochs, Int, NameOrNone, Nodes, Int, (epoch, version, primary, inSync, loss) => new RegisterValue(epoch, version, primary, inSync, loss));

    private static readonly Gen<RegisterValue?> Accepted = Gen.Frequency((3, Values.Select(value => (RegisterValue?)value)), (1, Gen.Const((RegisterValue?)null)));

    private static readonly Gen<ImmutableArray<RegisterRow>> Registers =
        Many(Gen.Select(Epochs, Accepted, (promised, accepted) => new RegisterRow(promised, accepted)), PartitionLayout.MaxCount);

    private static readonly Gen<ImmutableArray<EpochRun>> Runs =
        Many(Gen.Select(Number, Epochs, (first, epoch) => new EpochRun(first, epoch)), EpochHistory.MaxRuns + 1);

    private static readonly Gen<ImmutableArray<Term>> Terms =
        Many(Gen.Select(Partition, Epochs, Gen.Bool, (partition, epoch, isServing) => new Term(partition, epoch, isServing)), PartitionLayout.MaxCount);

    private static readonly Gen<object?> Payloads =
        Gen.Frequency((1, Gen.Const((object?)null)), (4, Gen.Byte.Array[0, 300].Select(bytes => (object?)new ReadOnlyMemory<byte>(bytes))));

    private static readonly Gen<Configuration> Configurations = Gen.Select(
        Number, Many(Gen.Select(NameOrNone, Gen.Int[0, Epoch.MaxOrdinal], (node, ordinal) => new Voter(node, ordinal)), Configuration.MaxVoters), Int,
        (number, voters, next) => new Configuration(number, voters, next));

    public static readonly IReadOnlyDictionary<Type, Gen<Message>> ByType = new Dictionary<Type, Gen<Message>>
    {
        [typeof(Query)] = Gen.Select(Partition, Number, Int, Message (p, c, id) => new Query(p, c, id)),
        [typeof(QueryReply)] = Gen.Select(Partition, Number, Int, Accepted, Positions, Gen.Bool, Message (p, c, id, accepted, at, busy) => new QueryReply(p, c, id, accepted, at, busy)),
        [typeof(Prepare)] = Gen.Select(Partition, Number, Epochs, Message (p, c, e) => new Prepare(p, c, e)),
        [typeof(Promise)] = Gen.Select(Partition, Number, Epochs, Accepted, Positions, Message (p, c, e, accepted, at) => new Promise(p, c, e, accepted, at)),
        [typeof(Refusal)] = Gen.Select(Partition, Epochs, Epochs, Message (p, e, promised) => new Refusal(p, e, promised)),
        [typeof(Accept)] = Gen.Select(Partition, Number, Values, Message (p, c, value) => new Accept(p, c, value)),
        [typeof(Acceptance)] = Gen.Select(Partition, Number, Epochs, Int, Message (p, c, e, version) => new Acceptance(p, c, e, version)),
        [typeof(TakeOver)] = Gen.Select(Partition, Epochs, Number, Message (p, e, index) => new TakeOver(p, e, index)),

        [typeof(Effects)] = Gen.Select(Gen.Select(Partition, Epochs, Int), Number, Positions, Number, Runs, Payloads,
            Message (head, from, previous, count, runs, payload) => new Effects(head.Item1, head.Item2, head.Item3, from, previous, count, runs, payload)),
        [typeof(SnapshotBegin)] = Gen.Select(Partition, Epochs, Int, Positions, Runs, Message (p, e, s, at, runs) => new SnapshotBegin(p, e, s, at, runs)),
        [typeof(SnapshotChunk)] = Gen.Select(Partition, Epochs, Int, Int, Number, Payloads, Message (p, e, s, number, index, payload) => new SnapshotChunk(p, e, s, number, index, payload)),
        [typeof(SnapshotEnd)] = Gen.Select(Partition, Epochs, Int, Int, Number, Message (p, e, s, chunks, index) => new SnapshotEnd(p, e, s, chunks, index)),
        [typeof(Acknowledgement)] = Gen.Select(Partition, Epochs, Int, Number, Message (p, e, s, index) => new Acknowledgement(p, e, s, index)),
        [typeof(Comparison)] = Gen.Select(Partition, Epochs, Int, Positions, Payloads, Message (p, e, s, at, payload) => new Comparison(p, e, s, at, payload)),
        [typeof(Mismatch)] = Gen.Select(Partition, Epochs, Int, Positions, Message (p, e, s, at) => new Mismatch(p, e, s, at)),

        [typeof(Ping)] = Gen.Select(Number, Time, Terms, Message (c, at, terms) => new Ping(c, at, terms)),
        [typeof(Pong)] = Gen.Select(Number, Time, Gen.Bool, Terms, Message (c, at, isSealed, higher) => new Pong(c, at, isSealed, higher)),
        [typeof(NeedConfiguration)] = Number.Select(Message (c) => new NeedConfiguration(c)),
        [typeof(Seal)] = Gen.Select(Number, Epochs, Message (c, ballot) => new Seal(c, ballot)),
        [typeof(SealAnswer)] = Gen.Select(Number, Epochs, Epochs, Nodes, Registers, Message (c, ballot, accepted, nodes, register) => new SealAnswer(c, ballot, accepted, nodes, register)),
        [typeof(Choose)] = Gen.Select(Number, Epochs, Nodes, Message (c, ballot, nodes) => new Choose(c, ballot, nodes)),
        [typeof(Choice)] = Gen.Select(Number, Epochs, Message (c, ballot) => new Choice(c, ballot)),
        [typeof(Install)] = Gen.Select(Configurations, Registers, Message (configuration, register) => new Install(configuration, register)),
    };

    public static readonly Gen<Message> Any = Gen.OneOf([.. ByType.Values]);

    /// <summary>Mostly a few; sometimes as many as there may be, of one kind to be quick.</summary>
    private static Gen<ImmutableArray<T>> Many<T>(Gen<T> element, int limit) => Gen.Frequency(
        (19, element.Array[0, 6].Select(array => array.ToImmutableArray())),
        (1, element.Select(one => Enumerable.Repeat(one, limit).ToImmutableArray())));
}
