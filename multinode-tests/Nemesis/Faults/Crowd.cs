using System.Diagnostics;
using System.Net.Sockets;

namespace AkkaCache.Multinode.Nemesis.Faults;

/// <summary>Hundreds of clients connect to one node at once, ask something, and stay.</summary>
internal sealed class Crowd : Fault
{
    private const int Clients = 500;

    private static readonly TimeSpan Stay = TimeSpan.FromSeconds(3);

    public override string Name => $"crowd of {Clients} clients";

    public override async Task<string> StrikeAsync(FaultRun run)
    {
        var clients = new List<Socket>();
        try
        {
            var before = NodeCounters.Read(run.Node, "connected_clients");
            run.StruckAt = Stopwatch.GetTimestamp();
            for (var i = 0; i < Clients; i++)
            {
                var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
                clients.Add(client);
                await client.ConnectAsync(run.Node.Resp);
                await client.SendAsync("PING\r\nDBSIZE\r\n"u8.ToArray());
            }
            // What they cost shows in the load beside them.
            await Task.Delay(Stay);
            var more = NodeCounters.Read(run.Node, "connected_clients") - before;
            if (more < Clients * 9 / 10) throw new NoEffectException($"{more} clients more");
            return $"{more} clients more";
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
    }
}
