using System.Text;
using AkkaCache.Commands.Table;
using AkkaCache.Node.Sessions;
using AkkaCache.Node.Sessions.Replies;
using AkkaCache.Node.Tests.Routing;
using AkkaCache.Protocol.Resp;
using Microsoft.Extensions.Time.Testing;

namespace AkkaCache.Node.Tests.Sessions;

public sealed class ClientRegistryTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddDays(1));
    private readonly SessionSettings _settings = new();
    private readonly ClientRegistry _registry;

    public ClientRegistryTests() => _registry = new ClientRegistry(_settings, _time);

    [Fact]
    public void Line_has_the_fields_of_redis_in_its_order()
    {
        var connection = Add(5);
        connection.Session.Name = "me"u8.ToArray();
        connection.Session.LibraryName = "lib"u8.ToArray();
        connection.Session.ProtocolVersion = 3;
        connection.Session.LastCommand = AllCommands.NewTable().Find("get"u8);
        _time.Advance(TimeSpan.FromSeconds(90));
        connection.LastActiveMs = _time.GetUtcNow().ToUnixTimeMilliseconds() - 2500;
        Assert.Equal(
            "id=5 addr=10.0.0.1:5 laddr=10.0.0.9:6379 fd=-1 name=me age=90 idle=2 flags=N db=0 sub=0 psub=0 ssub=0 multi=-1 qbuf=3 qbuf-free=0 "
            + "argv-mem=0 multi-mem=0 rbs=0 rbp=0 obl=0 oll=0 omem=0 tot-mem=3 events=r cmd=get user=default redir=-1 resp=3 lib-name=lib lib-ver=\n",
            Line(5));
    }

    [Fact]
    public void Line_shows_a_transaction_and_its_queue()
    {
        var session = Add(1).Session;
        session.BeginTransaction();
        Assert.Contains(" flags=x ", Line(1), StringComparison.Ordinal);
        Assert.Contains(" multi=0 ", Line(1), StringComparison.Ordinal);
    }

    [Fact]
    public void Line_shows_a_subscriber()
    {
        var connection = Add(1);
        connection.Subscriptions.Count = 2;
        Assert.Contains(" flags=P ", Line(1), StringComparison.Ordinal);
        Assert.Equal(1, _registry.SubscriberCount);
    }

    [Fact]
    public void List_is_in_order_of_ids_and_filtered()
    {
        foreach (var id in new[] { 9, 2, 30 }) Add(id);
        var text = new StringBuilder();
        _registry.AppendList(text, client => client.Id != 9 && client.Type == "normal" && client.User == "default");
        Assert.Equal(["id=2", "id=30"], text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public void Kill_ends_those_that_the_filter_accepts()
    {
        var (one, two) = (Add(1), Add(2));
        Assert.Equal(1, _registry.Kill(client => client.Address == "10.0.0.1:2"));
        Assert.False(one.Killed);
        Assert.True(two.Killed);
    }

    [Fact]
    public void Counters_outlive_connections()
    {
        var connection = Add(1);
        Add(2);
        connection.TotalOutputBytes = 40;
        _registry.Received(7);
        _registry.Received(5);
        _registry.Rejected();
        _registry.Remove(connection);
        _registry.Remove(connection);
        Assert.Equal(1, _registry.Count);
        Assert.Equal(2, _registry.Accepted);
        Assert.Equal(1, _registry.Refused);
        Assert.Equal(12, _registry.ReceivedBytes);
        Assert.Equal(40, _registry.SentBytes);
        Assert.Equal("", Line(1));
    }

    [Fact]
    public void Limits_are_those_of_the_settings_now()
    {
        _settings.MaxConnections = 3;
        _settings.IdleTimeoutSeconds = 4;
        Assert.Equal(3, _registry.MaxConnections);
        Assert.Equal(4, _registry.IdleTimeoutSeconds);
    }

    private string Line(long id)
    {
        var text = new StringBuilder();
        _registry.AppendLine(text, id);
        return text.ToString();
    }

    private FakeConnection Add(long id)
    {
        var connection = new FakeConnection(id, _time.GetUtcNow().ToUnixTimeMilliseconds());
        _registry.Add(connection);
        return connection;
    }

    private sealed class FakeConnection : IConnection, IReplyOwner
    {
        public FakeConnection(long id, long nowMs)
        {
            var writer = new RespWriter();
            Session = new Session(id, writer, new ReplyOrder(writer, this), Subscriptions, new FakeNode());
            RemoteAddress = $"10.0.0.1:{id}";
            StartedMs = LastActiveMs = nowMs;
        }

        void IReplyOwner.RepliesMoved()
        {
        }

        public FakeSubscriptions Subscriptions { get; } = new();
        public Session Session { get; }
        public string RemoteAddress { get; }
        public string LocalAddress => "10.0.0.9:6379";
        public long StartedMs { get; }
        public long LastActiveMs { get; set; }
        public int InputBytes => 3;
        public long OutputBytes => 0;
        public long TotalOutputBytes { get; set; }
        public bool Killed { get; private set; }
        public void Kill() => Killed = true;
    }
}
