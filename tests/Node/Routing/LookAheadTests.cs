using System.Text;
using AkkaCache.Node.Partitions;
using AkkaCache.Protocol.Resp;
using AkkaCache.Testing.Allocation;

namespace AkkaCache.Node.Tests.Routing;

/// <summary>Looking ahead is a hint: what matters is that it changes nothing, waits for nobody and counts right.</summary>
public sealed class LookAheadTests : IDisposable
{
    private readonly RouterFixture _fixture = new();
    private readonly RespReader _reader = new(new RespLimits()) { Authenticated = true };

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Look_ahead_counts_the_complete_short_commands_up_to_its_group()
    {
        Assert.Equal(2, Look(Command("GET", "a") + Command("SET", "b", "1") + "*2\r\n$3\r\nGET\r\n$5\r\nab"));
        Assert.Equal(1, Look(Command("PING") + "PING\r\n" + Command("GET", "a")));
        Assert.Equal(0, Look("PING\r\n" + Command("GET", "a")));
        Assert.Equal(0, Look(""));
        Assert.Equal(16, Look(string.Concat(Enumerable.Repeat(Command("GET", "a"), 40))));
    }

    [Fact]
    public async Task Look_ahead_leaves_the_data_and_all_gates_as_they_were()
    {
        for (var i = 0; i < 500; i++) _fixture.Send("SET", $"key{i}", $"value{i}");
        for (var i = 0; i < 500; i += 10) Look(string.Concat(Enumerable.Range(i, 10).Select(k => Command("SET", $"key{k}", "other"))));
        for (var i = 0; i < 500; i++) Assert.Equal($"${$"value{i}".Length}\r\nvalue{i}\r\n", _fixture.Send("GET", $"key{i}"));
        foreach (var partition in _fixture.Partitions.All.ToArray())
        {
            partition.Space.Store.CheckInvariants();
            Assert.True(await Task.Run(() => Enter(partition.Gate)), "a gate was left taken");
        }
    }

    [Fact]
    public void Look_ahead_passes_gates_that_are_closed_or_held_without_waiting()
    {
        _fixture.Send("SET", "a", "1");
        var gate = _fixture.PartitionOf("a").Gate;
        using var held = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var holder = new Thread(() =>
        {
            gate.TryEnter();
            held.Set();
            release.Wait();
            gate.Exit();
        });
        holder.Start();
        held.Wait();
        // It would hang here, since the holder waits for this thread.
        Assert.Equal(2, Look(Command("GET", "a") + Command("GET", _fixture.KeyElsewhere("a"))));
        release.Set();
        holder.Join();
        gate.Close();
        Assert.Equal(1, Look(Command("GET", "a")));
    }

    [Fact]
    public void Look_ahead_allocates_nothing()
    {
        for (var i = 0; i < 100; i++) _fixture.Send("SET", $"key{i}", "value");
        var pipeline = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 16).Select(k => Command("GET", $"key{k}"))));
        Assert.Equal(0, Allocated.By(1000, _ => _fixture.Router.LookAhead(pipeline, _reader)));
    }

    private static bool Enter(Gate gate)
    {
        if (!gate.TryEnterAtOnce()) return false;
        gate.Exit();
        return true;
    }

    private int Look(string pipeline) => _fixture.Router.LookAhead(Encoding.ASCII.GetBytes(pipeline), _reader);

    private static string Command(params string[] arguments) => $"*{arguments.Length}\r\n" + string.Concat(arguments.Select(a => $"${a.Length}\r\n{a}\r\n"));
}
