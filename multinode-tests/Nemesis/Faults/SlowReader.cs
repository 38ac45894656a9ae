using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using AkkaCache.Multinode.Load;

namespace AkkaCache.Multinode.Nemesis.Faults;

/// <summary>A client asks for much and reads nothing of it.</summary>
internal sealed class SlowReader : Fault
{
    private const int ValueBytes = 1 << 20;
    private const int Asked = 300;

    private static readonly TimeSpan Stay = TimeSpan.FromSeconds(5);

    public override string Name => "client that does not read";

    public override async Task<string> StrikeAsync(FaultRun run)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"slow:{run.Victim}");
        Conversation.Ask(run.Node.Resp, "SET", key, new string('x', ValueBytes), "EX", "60");
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(run.Node.Resp);
        run.StruckAt = Stopwatch.GetTimestamp();
        await client.SendAsync(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat($"GET {key}\r\n", Asked))));

        // It reads nothing for so long.
        await Task.Delay(Stay);

        // The node must have stopped writing: far less than was asked for can be on its way.
        if (client.Available == 0) throw new NoEffectException("nothing was sent to it");
        return $"{Asked} MB asked for, {client.Available >> 10} KB wait to be read";
    }
}
