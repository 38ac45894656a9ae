using System.Diagnostics.CodeAnalysis;
using AkkaCache.Commands.Execution;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.Idempotence;

/// <summary>The replies of a partition that are remembered, so that a request which is sent again is answered and not executed again.</summary>
/// <remarks>
/// <para>
/// A client numbers its requests and says with each which of them it needs no more (all below <c>low</c>), so what is kept of it is about what it has under way.
/// What it does not take back is forgotten after <see cref="KeepMs"/>: whoever repeats a request later than that may have it executed twice. The idea is that of RIFL
/// (Lee et al., "Implementing Linearizability at Large Scale and Low Latency", 2015), with a time in place of leases on clients.
/// </para>
/// <para>
/// Copies have the same window: they take what the primary remembered as an effect, and the time by which they forget is that of the effect, never their own. All calls with the
/// partition's gate held.
/// </para>
/// </remarks>
public sealed class OnceWindow
{
    /// <summary>Longer than any client goes on trying.</summary>
    public const long KeepMs = 10 * 60 * 1000;

    /// <summary>Replies are numbers.</summary>
    private const int ScratchBytes = 512;

    /// <summary>Clients and replies that are remembered: beyond, new requests are refused. Some megabytes.</summary>
    public const int MaxReplies = 65_536;

    private readonly Dictionary<byte[], OnceClient> _clients = new(KeyComparer.Instance);
    private readonly Dictionary<byte[], OnceClient>.AlternateLookup<ReadOnlySpan<byte>> _byName;
    private readonly LinkedList<OnceClient> _byUse = [];
    private RespWriter? _scratch;

    public OnceWindow() => _byName = _clients.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>Replies remembered now.</summary>
    public int Count { get; private set; }

    public int Clients => _clients.Count;

    /// <summary>Where a command under ONCE writes its reply.</summary>
    internal RespWriter Scratch => _scratch ??= new RespWriter(ScratchBytes) { ProtocolVersion = 3 };

    /// <summary>All that is remembered, in an order in which another window can be made of it: the clients longest unheard first, of each the replies as they came and then what it needs no more.</summary>
    internal IEnumerable<OnceRecord> Records
    {
        get
        {
            foreach (var client in _byUse)
            {
                foreach (var (sequence, timeMs, reply) in client.Replies) yield return new OnceRecord(client.Name, sequence, client.Low, timeMs, reply);
                yield return new OnceRecord(client.Name, client.Low - 1, client.Low, client.UsedMs, []);
            }
        }
    }

    /// <summary>A record that was taken from here is not forgotten meanwhile.</summary>
    internal bool Remembers(in OnceRecord record) =>
        _byName.TryGetValue(record.Client, out var known) && (record.Reply.Length == 0 || known.TryFind(record.Sequence, out _));

    /// <summary>Whether one more can be remembered. Forgets what is due when there is no room; copies do so with the next effect.</summary>
    internal bool HasRoom(long nowMs)
    {
        if (Count < MaxReplies && _clients.Count < MaxReplies) return true;
        ForgetUnused(nowMs - KeepMs);
        return Count < MaxReplies && _clients.Count < MaxReplies;
    }

    /// <summary>The reply to a request that was executed.</summary>
    public bool TryFind(ReadOnlySpan<byte> client, long sequence, [NotNullWhen(true)] out byte[]? reply)
    {
        reply = null;
        return _byName.TryGetValue(client, out var known) && known.TryFind(sequence, out reply);
    }

    /// <summary>The client has said that it is through with this request.</summary>
    public bool IsTakenBack(ReadOnlySpan<byte> client, long sequence) => _byName.TryGetValue(client, out var known) && sequence < known.Low;

    /// <summary>Remembers the reply to a request, none to note what the client needs no more; forgets what nobody needs.</summary>
    public void Keep(ReadOnlySpan<byte> client, long sequence, long low, long timeMs, byte[]? reply)
    {
        if (!_byName.TryGetValue(client, out var known))
        {
            known = new OnceClient(client.ToArray());
            known.Place = _byUse.AddLast(known);
            _clients.Add(known.Name, known);
        }
        else if (timeMs >= known.UsedMs)
        {
            _byUse.Remove(known.Place!);
            _byUse.AddLast(known.Place!);
        }
        known.UsedMs = Math.Max(known.UsedMs, timeMs);
        Count -= known.Count;
        if (reply is not null) known.Keep(sequence, timeMs, reply);
        known.TakeBack(low);
        known.Forget(timeMs - KeepMs);
        Count += known.Count;
        ForgetUnused(timeMs - KeepMs);
    }

    public void Clear()
    {
        _clients.Clear();
        _byUse.Clear();
        Count = 0;
    }

    private void ForgetUnused(long beforeMs)
    {
        while (_byUse.First is { Value: var oldest } && oldest.UsedMs < beforeMs)
        {
            _byUse.RemoveFirst();
            _clients.Remove(oldest.Name);
            Count -= oldest.Count;
        }
    }
}

/// <summary>A reply that is remembered, or, without a reply, what a client needs no more.</summary>
internal readonly record struct OnceRecord(byte[] Client, long Sequence, long Low, long TimeMs, byte[] Reply);
