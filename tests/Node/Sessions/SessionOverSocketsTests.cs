namespace AkkaCache.Node.Tests.Sessions;

/// <summary>What connections do to each other and to themselves, over real sockets and with all commands.</summary>
public sealed class SessionOverSocketsTests : IDisposable
{
    private readonly NodeFixture _node = new();

    public void Dispose() => _node.Dispose();

    [Fact]
    public void Repeated_request_of_a_transaction_is_executed_once()
    {
        using var client = _node.Connect();
        client.Send("MULTI\nONCE me 1 0 INCR n\nONCE me 1 0 INCR n\nEXEC\nGET n");
        client.Expect("+OK +QUEUED +QUEUED *2 :1 :1 $1 1 ");
    }

    [Fact]
    public void Message_reaches_a_resp2_subscriber_that_may_do_little_else()
    {
        using var subscriber = _node.Connect();
        using var publisher = _node.Connect();
        subscriber.Send("SUBSCRIBE news");
        subscriber.Expect("*3 $9 subscribe $4 news :1 ");
        publisher.Send("PUBLISH news hi");
        publisher.Expect(":1 ");
        subscriber.Expect("*3 $7 message $4 news $2 hi ");
        subscriber.Send("GET a");
        Assert.Equal("-ERR Can't execute 'get': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context", subscriber.Line());
        subscriber.Send("CLIENT LIST");
        Assert.StartsWith("-ERR Can't execute 'client|list': only ", subscriber.Line(), StringComparison.Ordinal);
        subscriber.Send("PING");
        subscriber.Expect("*2 $4 pong $0  ");
        subscriber.Send("UNSUBSCRIBE\nPING");
        subscriber.Expect("*3 $11 unsubscribe $4 news :0 +PONG ");
    }

    [Fact]
    public void Message_reaches_patterns_of_a_resp3_client_that_works_on()
    {
        using var client = _node.Connect();
        client.Send("HELLO 3 SETNAME x FOO");
        Assert.Equal("-ERR Syntax error in HELLO option 'FOO'", client.Line());
        client.Send("HELLO 3");
        client.Expect("%7 $6 server $5 redis $7 version $6 7.0.15 $5 proto :3 $2 id :1 $4 mode $10 standalone $4 role $6 master $7 modules *0 ");
        client.Send("PSUBSCRIBE n?ws");
        client.Expect(">3 $10 psubscribe $4 n?ws :1 ");
        using var publisher = _node.Connect();
        publisher.Send("PUBLISH news hi\nPUBLISH nws hi");
        publisher.Expect(":1 :0 ");
        client.Expect(">4 $8 pmessage $4 n?ws $4 news $2 hi ");
        client.Send("SET a 1\nGET a");
        client.Expect("+OK $1 1 ");
    }

    [Fact]
    public void Publish_within_a_transaction_is_delivered()
    {
        using var subscriber = _node.Connect();
        using var publisher = _node.Connect();
        subscriber.Send("SUBSCRIBE c");
        subscriber.Expect("*3 $9 subscribe $1 c :1 ");
        publisher.Send("MULTI\nSET a 1\nPUBLISH c m\nEXEC");
        publisher.Expect("+OK +QUEUED +QUEUED *2 +OK :1 ");
        subscriber.Expect("*3 $7 message $1 c $1 m ");
    }

    [Fact]
    public void Message_to_oneself_comes_behind_the_reply_that_tells_of_it_and_before_all_later_ones()
    {
        using var client = _node.Connect();
        client.Send("HELLO 3\nSUBSCRIBE c\nPUBLISH c x\nPING\nPSUBSCRIBE c*\nPUBLISH c y\nPING\nMULTI\nPUBLISH c z\nPING\nEXEC\nPING");
        client.Expect("%7 $6 server $5 redis $7 version $6 7.0.15 $5 proto :3 $2 id :1 $4 mode $10 standalone $4 role $6 master $7 modules *0 ");
        client.Expect(">3 $9 subscribe $1 c :1 :1 >3 $7 message $1 c $1 x +PONG ");
        client.Expect(">3 $10 psubscribe $2 c* :2 :2 >3 $7 message $1 c $1 y >4 $8 pmessage $2 c* $1 c $1 y +PONG ");
        client.Expect("+OK +QUEUED +QUEUED *2 :2 +PONG >3 $7 message $1 c $1 z >4 $8 pmessage $2 c* $1 c $1 z +PONG ");
    }

    [Fact]
    public void Message_to_oneself_is_no_reply_and_comes_in_all_reply_modes()
    {
        using var client = _node.Connect();
        client.Send("HELLO 3\nSUBSCRIBE c\nCLIENT REPLY OFF\nPUBLISH c x\nPING\nCLIENT REPLY ON\nCLIENT REPLY SKIP\nPUBLISH c y\nPING");
        client.Expect("%7 $6 server $5 redis $7 version $6 7.0.15 $5 proto :3 $2 id :1 $4 mode $10 standalone $4 role $6 master $7 modules *0 ");
        client.Expect(">3 $9 subscribe $1 c :1 >3 $7 message $1 c $1 x +OK >3 $7 message $1 c $1 y +PONG ");
    }

    [Fact]
    public void Message_published_before_a_command_was_sent_comes_before_its_reply()
    {
        using var subscriber = _node.Connect();
        using var publisher = _node.Connect();
        subscriber.Send("SUBSCRIBE c");
        subscriber.Expect("*3 $9 subscribe $1 c :1 ");
        for (var i = 0; i < 200; i++)
        {
            publisher.Send("PUBLISH c x");
            publisher.Expect(":1 ");
            subscriber.Send("PING");
            subscriber.Expect("*3 $7 message $1 c $1 x *2 $4 pong $0  ");
        }
    }

    [Fact]
    public void Wrong_subcommand_aborts_the_transaction()
    {
        using var client = _node.Connect();
        client.Send("MULTI\nCLIENT FOO\nCLIENT ID x\nEXEC");
        client.Expect("+OK ");
        Assert.Equal("-ERR unknown subcommand 'FOO'. Try CLIENT HELP.", client.Line());
        Assert.Equal("-ERR wrong number of arguments for 'client|id' command", client.Line());
        Assert.Equal("-EXECABORT Transaction discarded because of previous errors.", client.Line());
    }

    [Fact]
    public void Killed_client_is_gone_and_the_killer_stays()
    {
        using var victim = _node.Connect();
        using var killer = _node.Connect();
        victim.Send("CLIENT ID");
        victim.Expect(":1 ");
        killer.Send("CLIENT KILL ID 1");
        killer.Expect(":1 ");
        victim.ExpectEnd();
        killer.Send("CLIENT KILL ID 2 SKIPME no");
        killer.Expect(":1 ");
        killer.ExpectEnd();
    }

    [Fact]
    public void Shutdown_asks_for_the_end_and_its_connection_ends_with_the_node()
    {
        using var client = _node.Connect();
        using var other = _node.Connect();
        client.Send("SET a 1\nSHUTDOWN NOSAVE\nSET a 2\nPING");
        client.Expect("+OK ");
        Assert.True(_node.EndAsked.WaitHandle.WaitOne(TimeSpan.FromSeconds(20)));
        client.Send("SET a 3");
        other.Send("GET a");
        other.Expect("$1 1 ");
        _node.CloseDoor();
        client.ExpectEnd();
    }

    [Fact]
    public void Reply_modes_drop_replies_and_nothing_else()
    {
        using var client = _node.Connect();
        client.Send("CLIENT REPLY SKIP\nSET a 1\nGET a\nCLIENT REPLY OFF\nSET a 2\nPING\nCLIENT REPLY ON\nGET a");
        client.Expect("$1 1 +OK $1 2 ");
    }

    [Fact]
    public void Stranger_may_only_authenticate()
    {
        _node.Settings.Password = "secret";
        using var client = _node.Connect();
        client.Send("GET a\nCLIENT ID\nFOO\nAUTH bad\nAUTH secret\nGET a\nRESET\nGET a");
        Assert.Equal("-NOAUTH Authentication required.", client.Line());
        Assert.Equal("-NOAUTH Authentication required.", client.Line());
        Assert.Equal("-ERR unknown command 'FOO', with args beginning with: ", client.Line());
        Assert.Equal("-WRONGPASS invalid username-password pair or user is disabled.", client.Line());
        client.Expect("+OK $-1 +RESET ");
        Assert.Equal("-NOAUTH Authentication required.", client.Line());
    }

    [Fact]
    public void Subscriptions_end_with_the_connection()
    {
        using var watcher = _node.Connect();
        using (var subscriber = _node.Connect())
        {
            subscriber.Send("SUBSCRIBE c");
            subscriber.Expect("*3 $9 subscribe $1 c :1 ");
            subscriber.Send("QUIT");
            subscriber.Expect("+OK ");
            subscriber.ExpectEnd();
        }
        // The node notices the end on another thread: ask until it has.
        var deadline = DateTime.UtcNow.AddSeconds(20);
        string answer;
        do
        {
            watcher.Send("PUBLISH c m");
            answer = watcher.Line();
        }
        while (answer != ":0" && DateTime.UtcNow < deadline);
        Assert.Equal(":0", answer);
    }
}
