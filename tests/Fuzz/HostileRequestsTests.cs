using System.Globalization;
using System.Net.Sockets;
using AkkaCache.Fuzz.Tests.Requests;
using AkkaCache.Fuzz.Tests.Running;
using AkkaCache.Testing;
using Xunit.Abstractions;

namespace AkkaCache.Fuzz.Tests;

/// <summary>Thousands of bad requests against the real program, while a bystander must be served.</summary>
/// <remarks>
/// A seed fixes every request; FUZZ_SEED sets another one and FUZZ_REQUESTS their number. A failure names
/// the seed and the request's number, so that the one request can be built again with <see cref="RequestGenerator"/>.
/// </remarks>
public class HostileRequestsTests(ITestOutputHelper output)
{
    private const int DefaultSeed = 20_240_229;
    private const int DefaultRequests = 10_000;

    /// <summary>After so many requests the bystander must have got on.</summary>
    private const int RequestsPerLook = 500;

    private static readonly TimeSpan LookDeadline = TimeSpan.FromSeconds(20);

    /// <summary>The program itself takes some 150 MB; what was announced but never sent must not come on top.</summary>
    private const long MaxWorkingSetBytes = 1L << 30;

    [Fact]
    public async Task Daemon_under_hostile_requests_serves_its_bystander_and_lives()
    {
        var seed = Setting("FUZZ_SEED", DefaultSeed);
        var requests = Setting("FUZZ_REQUESTS", DefaultRequests);
        output.WriteLine($"seed {seed}, {requests} requests");

        // Room for the values that hostile requests may rightly make, and no more; refused writes are no answer for a bystander, evicted keys of others are fine.
        await using var daemon = await DaemonProcess.StartAsync("--set", "doors.resp.max-bulk-bytes=16mb", "--maxmemory", "512mb", "--maxmemory-policy", "volatile-lru");
        using var attacker = new Attacker(daemon.Resp);
        using var bystander = new Bystander(daemon.Resp);
        var generator = new RequestGenerator(seed);
        attacker.Send(new FuzzRequest("preparation", [.. RequestBytes.Multibulk(["SET", Patterns.Victim, "x"]), .. RequestBytes.Multibulk(["ZADD", "f:board", "1", Patterns.Victim])], [], Ending.ReadToEnd));
        for (var number = 0; number < requests; number++)
        {
            var request = generator.Request(number);
            string? wrong;
            try
            {
                wrong = attacker.Send(request);
            }
            catch (SocketException e)
            {
                wrong = e.Message;
            }
            Assert.True(wrong is null && bystander.Failure is null && daemon.IsAlive,
                $"seed {seed}, request {number} ({request.Kind}, {request.Bytes.Length} bytes, {request.Ending}): {wrong ?? bystander.Failure?.Message ?? "the daemon is gone"}\n"
                + $"request: {RequestBytes.Text(request.Bytes.AsSpan(0, Math.Min(request.Bytes.Length, 500)))}\ndaemon:\n{daemon.Output}");
            if ((number + 1) % RequestsPerLook == 0) AssertServed(bystander, $"seed {seed}, after request {number}");
        }

        bystander.Stop();
        output.WriteLine($"bystander: {bystander.Rounds} rounds, the longest {bystander.LongestRound.TotalMilliseconds:0.0} ms; working set {daemon.WorkingSetBytes >> 20} MB");
        var (protocolErrors, errors, successes) = attacker.FirstReplies;
        output.WriteLine($"first replies: {protocolErrors} protocol errors, {errors} other errors, {successes} successes");
        Assert.True(Math.Min(protocolErrors, Math.Min(errors, successes)) > requests / 50, "the requests are too much alike");
        Assert.Null(bystander.Failure);
        Assert.True(daemon.IsAlive, daemon.Output);
        Assert.DoesNotContain(" error AkkaCache.", daemon.Output);
        Assert.InRange(daemon.WorkingSetBytes, 0, MaxWorkingSetBytes);
        Assert.Null(attacker.Send(new FuzzRequest("farewell", RequestBytes.Multibulk(["PING"]), [], Ending.ReadToEnd)));
    }

    private static void AssertServed(Bystander bystander, string when)
    {
        var before = bystander.Rounds;
        var served = SpinWait.SpinUntil(() => bystander.Rounds > before || bystander.Failure is not null, LookDeadline);
        Assert.True(served && bystander.Failure is null, $"{when}: the bystander was not served: {bystander.Failure?.Message}");
    }

    private static int Setting(string name, int otherwise)
        => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
