using System.Security.Cryptography;
using System.Text;

namespace AkkaCache.Client.Requests;

/// <summary>Numbers this client's requests that must count once, and knows the lowest that may still be sent again.</summary>
/// <remarks>
/// A request is sent with its number and that lowest one. Nodes remember the replies to all from there on, so that one that is sent again is answered and not executed again; a completed
/// request is never sent again.
/// </remarks>
internal sealed class OnceNumbers
{
    private readonly Lock _lock = new();
    private readonly byte[] _client = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));

    /// <summary>Ended, above the lowest.</summary>
    private readonly HashSet<long> _ended = [];
    private long _next = 1;
    private long _low = 1;

    /// <summary>The name under which nodes remember: no other client's.</summary>
    public ReadOnlySpan<byte> Client => _client;

    public (long Number, long Low) Begin()
    {
        lock (_lock) return (_next++, _low);
    }

    public void End(long number)
    {
        lock (_lock)
        {
            if (number != _low)
            {
                _ended.Add(number);
                return;
            }
            do _low++;
            while (_ended.Remove(_low));
        }
    }
}
