using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Copies;
using AkkaCache.Replication.Messages;
using AkkaCache.Replication.Register;
using AkkaCache.Replication.Voters;

namespace AkkaCache.Replication.Tests.Wire;

/// <summary>One message of each type, with every field off its default.</summary>
internal static class Examples
{
    private static readonly NodeId A = new("a");

    private static readonly NodeId B = new("b\u00e4");

    private static readonly Epoch Third = Epoch.Of(3, 2);

    private static readonly Epoch Late = Epoch.Of(300, 129);

    private static readonly RegisterValue Value = new(Third, 5, A, [A, B], 1);

    public static readonly Message[] All =
    [
        new Query(1, 2, 3),
        new QueryReply(511, 2, 3, Value, new Position(Third, 64), true),
        new Prepare(1, 2, Late),
        new Promise(1, 2, Late, null, Position.Invalid),
        new Refusal(1, Third, Late),
        new Accept(1, 2, Value),
        new Acceptance(1, 2, Third, 5),
        new TakeOver(1, Third, 1_000_000),
        new Effects(1, Third, 4, 90, new Position(Third, 100), 2, [new EpochRun(101, Third), new EpochRun(102, Late)], Bytes(0xCA, 0xFE)),
        new SnapshotBegin(1, Third, 4, new Position(Third, 100), [new EpochRun(1, Epoch.Of(1, 1)), new EpochRun(60, Third)]),
        new SnapshotChunk(1, Third, 4, 6, 100, Bytes(0xBE, 0xEF, 0)),
        new SnapshotEnd(1, Third, 4, 7, 100),
        new Acknowledgement(1, Third, 4, 300),
        new Comparison(1, Third, 4, new Position(Third, 100), Bytes(0xD1, 0x6E)),
        new Mismatch(1, Third, 4, Position.Invalid),
        new Ping(2, -65, [new Term(0, Third, true), new Term(7, Late, false), new Term(6, Third, true)]),
        new Pong(2, long.MaxValue, true, [new Term(7, Late, false)]),
        new NeedConfiguration(2),
        new Seal(2, Late),
        new SealAnswer(2, Late, Third, [B, A], [new RegisterRow(Late, Value), new RegisterRow(Third, null)]),
        new Choose(2, Late, [A, B]),
        new Choice(2, Late),
        new Install(new Configuration(2, [new Voter(A, 1), new Voter(B, 200)], 201), [new RegisterRow(Late, Value), new RegisterRow(Third, null)]),
    ];

    private static object Bytes(params byte[] bytes) => new ReadOnlyMemory<byte>(bytes);
}
