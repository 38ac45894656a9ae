using System.Globalization;
using System.Net;
using System.Text;
using AkkaCache.Testing.Cluster;
using AkkaCache.Testing.Wire;

namespace AkkaCache.Multinode.Cases;

/// <summary>A board of many members and a value of many bytes, which have to move whole.</summary>
internal sealed class BigData(int members)
{
    public const int ValueBytes = 16 << 20;

    private const int Seed = 7;

    /// <summary>Of one command: some 100 KB.</summary>
    private const int MembersPerCommand = 4_000;

    // In partitions of their own choice, so that they may lie on different nodes.
    private static readonly string Board = PartitionKeys.KeyIn(11, "big board");
    private static readonly string Key = PartitionKeys.KeyIn(200, "big value");

    private readonly byte[] _value = Bytes(ValueBytes, Seed);

    /// <summary>Bytes of all values, the same for the same seed.</summary>
    public static byte[] Bytes(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public void Write(IPEndPoint node)
    {
        using var connection = new RespConnection(node);
        foreach (var chunk in Enumerable.Range(0, members).Chunk(MembersPerCommand))
        {
            var reply = Ask(connection, ["ZADD", Board, .. chunk.SelectMany(member => new[] { $"{member}", $"member:{member:D8}" })]);
            if (reply.Kind != ReplyKind.Integer || reply.AsInteger != chunk.Length) throw new InvalidOperationException($"ZADD: {reply.Shortened()}");
        }
        var set = Ask(connection, [.. Words("SET", Key), _value]);
        if (!set.IsOk) throw new InvalidOperationException($"SET of {ValueBytes} bytes: {set.Shortened()}");
    }

    /// <summary>Null when everything is there, member by member and byte by byte; otherwise what is not.</summary>
    public string? Missing(IPEndPoint node)
    {
        using var connection = new RespConnection(node);
        var count = Ask(connection, "ZCARD", Board);
        if (count.AsString != members.ToString(CultureInfo.InvariantCulture)) return $"the board has {count.Shortened()} members, not {members}";
        for (var first = 0; first < members; first += MembersPerCommand)
        {
            var last = Math.Min(first + MembersPerCommand, members) - 1;
            var reply = Ask(connection, "ZRANGE", Board, $"{first}", $"{last}", "WITHSCORES");
            for (var member = first; member <= last; member++)
            {
                var at = 2 * (member - first);
                if (reply.Items.Length <= at + 1 || reply.Items[at].AsString != $"member:{member:D8}" || reply.Items[at + 1].AsString != $"{member}") return $"member {member} of the board: {reply.Shortened()}";
            }
        }
        var value = Ask(connection, "GET", Key);
        return value.Text.AsSpan().SequenceEqual(_value) ? null : $"the value has {value.Text.Length} bytes and is not what was written";
    }

    private static byte[][] Words(params string[] words) => [.. words.Select(Encoding.Latin1.GetBytes)];

    private static Reply Ask(RespConnection connection, params string[] words) => Ask(connection, Words(words));

    private static Reply Ask(RespConnection connection, byte[][] arguments)
    {
        using var bytes = new MemoryStream();
        RequestEncoder.WriteArray(bytes, arguments);
        connection.Send(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        return connection.Read();
    }
}
