using System.Globalization;
using AkkaCache.Commands.Table;
using AkkaCache.Commands.Tests.Fixture;

namespace AkkaCache.Commands.Tests.Effects;

/// <summary>Whatever clients send: the effects of each partition, applied to an empty one, make the same keys, values and times to live.</summary>
public sealed class EffectReplayTests
{
    private const int Commands = 4000;
    private const int Keys = 12;

    private static readonly string[] Values = ["v", "10", "-5", "3.5", "", "hello world", "9223372036854775807", "1e300"];
    private static readonly string[] Members = ["a", "b", "c", "d"];

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 700)]
    [InlineData(4, 700)]
    public void Replay_of_random_commands_makes_the_same_keyspace(int seed, long defaultTtlMs)
    {
        using var primary = new CommandBench(AllCommands.NewTable().All);
        using var copy = new CommandBench(AllCommands.NewTable().All);
        primary.Settings.DefaultTtlMs = defaultTtlMs;
        var random = new Random(seed);
        var applied = new long[primary.Keyspace.PartitionCount];
        for (var i = 1; i <= Commands; i++)
        {
            primary.NowMs += random.Next(40);
            primary.Run(Next(random, primary.NowMs));
            if (i % 100 != 0) continue;
            Follow(primary, copy, applied);
            Assert.True(Dump(primary) == Dump(copy), $"seed {seed}, after {i} commands:\n{Dump(primary)}\ncopy:\n{Dump(copy)}");
        }
        primary.Keyspace.CheckInvariants();
        copy.Keyspace.CheckInvariants();
    }

    private static void Follow(CommandBench primary, CommandBench copy, long[] applied)
    {
        foreach (var space in primary.Keyspace.Spaces)
        {
            foreach (var effect in space.Effects.ReadFrom(applied[space.Index] + 1)) copy.Apply(space.Index, effect);
            applied[space.Index] = space.Effects.LastSequence;
        }
    }

    private static string[] Next(Random random, long nowMs)
    {
        string Key() => $"k{random.Next(Keys)}";
        string Value() => Values[random.Next(Values.Length)];
        string Ttl() => random.Next(-20, 800).ToString(CultureInfo.InvariantCulture);
        string Until() => (nowMs + random.Next(-50, 800)).ToString(CultureInfo.InvariantCulture);
        string Number() => random.Next(-50, 50).ToString(CultureInfo.InvariantCulture);
        return random.Next(36) switch
        {
            0 => ["SET", Key(), Value()],
            1 => ["SET", Key(), Value(), "PX", Ttl()],
            2 => ["SET", Key(), Value(), "PXAT", Until(), "GET"],
            3 => ["SET", Key(), Value(), "KEEPTTL", "XX"],
            4 => ["SET", Key(), Value(), "NX", "GET"],
            5 => ["SET", Key(), Value(), "IFEQ", Value(), "PX", Ttl()],
            6 => ["SETNX", Key(), Value()],
            7 => ["PSETEX", Key(), Ttl(), Value()],
            8 => ["GETSET", Key(), Value()],
            9 => ["GETDEL", Key()],
            10 => ["GETEX", Key(), "PX", Ttl()],
            11 => ["GETEX", Key(), "PXAT", Until()],
            12 => ["GETEX", Key(), "PERSIST"],
            13 => ["MSET", Key(), Value(), Key(), Value(), Key(), Value()],
            14 => ["MSETNX", Key(), Value(), Key(), Value()],
            15 => ["INCR", Key()],
            16 => ["DECRBY", Key(), Number()],
            17 => ["INCRBYFLOAT", Key(), Number() + ".37"],
            18 => ["APPEND", Key(), Value()],
            19 => ["SETRANGE", Key(), random.Next(8).ToString(CultureInfo.InvariantCulture), Value()],
            20 => ["DEL", Key(), Key()],
            21 => ["UNLINK", Key()],
            22 or 23 => ["PEXPIRE", Key(), Ttl()],
            24 => ["PEXPIREAT", Key(), Until(), "GT"],
            25 => ["EXPIRE", Key(), random.Next(3).ToString(CultureInfo.InvariantCulture), "NX"],
            26 => ["PERSIST", Key()],
            27 or 28 => ["RENAME", Key(), Key()],
            29 => ["RENAMENX", Key(), Key()],
            30 => ["COPY", Key(), Key(), "REPLACE"],
            31 => random.Next(20) == 0 ? ["FLUSHALL"] : ["RANDOMKEY"],
            32 => ["GET", Key()],
            _ => ["ZADD", Key(), Number() + ".1", Members[random.Next(Members.Length)], Number(), Members[random.Next(Members.Length)]],
        };
    }

    private static string Dump(CommandBench bench) => string.Join('\n', bench.Keyspace.Spaces.Select(space => $"{space.Index}:\n{StoreDump.Of(space.Store)}"));
}
