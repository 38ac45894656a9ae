using AkkaCache.Differential.Generation;
using AkkaCache.Differential.Servers;
using AkkaCache.Testing.Wire;

namespace AkkaCache.Differential.Running;

/// <summary>One connection to each server; what is said to one is said to the other.</summary>
internal sealed class Duet(ServerPair servers) : IDisposable
{
    private readonly RespConnection _reference = new(servers.Reference);
    private readonly RespConnection _candidate = new(servers.Candidate);

    /// <summary>Commands queued by MULTI; null outside a transaction. As the reference sees it.</summary>
    public List<Command>? Queue { get; set; }

    public bool IsOver => _reference.IsOver || _candidate.IsOver;

    public void Send(ReadOnlySpan<byte> bytes)
    {
        _reference.Send(bytes);
        _candidate.Send(bytes);
    }

    public (Reply Expected, Reply Actual) Read() => (_reference.Read(), _candidate.Read());

    public (Reply Expected, Reply Actual) Ask(params string[] words)
    {
        Send(words);
        return Read();
    }

    public void Send(params string[] words)
    {
        using var bytes = new MemoryStream();
        RequestEncoder.WriteArray(bytes, [.. words.Select(Vocabulary.Bytes)]);
        Send(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    /// <summary>Asks each server by itself, for dialogues that differ between them.</summary>
    public (T Expected, T Actual) Each<T>(Func<RespConnection, T> dialogue) => (dialogue(_reference), dialogue(_candidate));

    public void Dispose()
    {
        _reference.Dispose();
        _candidate.Dispose();
    }
}
