using System.Text;

namespace AkkaCache.Client.Requests;

/// <summary>Commands that count once, however often they are sent: the node's ONCE around them.</summary>
internal static class Counted
{
    private const int MaxIdBytes = 64;

    /// <summary>ONCE, the client, the number, the lowest number.</summary>
    private const int MoreArguments = 4;

    /// <summary>Begins a command of so many arguments.</summary>
    /// <param name="requestId">The caller's name of the request; null: it gets a number.</param>
    /// <param name="numbers">Null: a request without a name is an ordinary write.</param>
    public static CommandBytes Begin(Request request, int arguments, string? requestId, OnceNumbers? numbers)
    {
        if (requestId is not null)
        {
            if (Encoding.UTF8.GetByteCount(requestId) is 0 or > MaxIdBytes) throw new CacheException(CacheErrorCode.InvalidConfiguration, $"request id of {Encoding.UTF8.GetByteCount(requestId)} bytes: must have 1 to {MaxIdBytes}");
            request.Kind = RequestKind.Idempotent;
            return request.Commands.Begin(arguments + MoreArguments).Add("ONCE"u8).Add((CacheKey)requestId).Add(0).Add(0);
        }
        if (numbers is null) return request.Commands.Begin(arguments);
        request.Kind = RequestKind.Idempotent;
        var low = request.TakeNumber(numbers);
        return request.Commands.Begin(arguments + MoreArguments).Add("ONCE"u8).Add(numbers.Client).Add(request.Number).Add(low);
    }
}
