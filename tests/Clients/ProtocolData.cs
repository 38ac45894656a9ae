using StackExchange.Redis;

namespace AkkaCache.Clients;

/// <summary>Both protocols that the client library speaks.</summary>
public sealed class ProtocolData : TheoryData<RedisProtocol>
{
    public ProtocolData()
    {
        Add(RedisProtocol.Resp2);
        Add(RedisProtocol.Resp3);
    }
}
