using AkkaCache.Testing.Linearizability;

namespace AkkaCache.Simulation.Tests.Cluster;

/// <summary>Clients that send one command after the other to whoever calls itself primary, and give up on what takes too long.</summary>
internal sealed class Clients(World world)
{
    private bool _isStopped;
    private int _written;

    /// <summary>Commands that were answered, or whose outcome is unknown.</summary>
    public int Operations { get; private set; }

    public int AnsweredWrites { get; private set; }

    public void Start()
    {
        for (var client = 0; client < world.Profile.Clients; client++)
        {
            var number = client;
            world.Schedule.After(Pause(), () => Next(number));
        }
    }

    public void Stop() => _isStopped = true;

    private void Next(int client)
    {
        if (_isStopped) return;
        var partition = world.Random.Next(world.Profile.Partitions);
        var candidates = world.Nodes.Where(node => node.IsAlive && node.Rules[partition].IsPrimary).ToArray();
        if (candidates.Length == 0)
        {
            world.Schedule.After(Pause(), () => Next(client));
            return;
        }
        var node = candidates[world.Random.Next(candidates.Length)];
        var key = World.KeyOf(partition, world.Random.Next(Profile.KeysPerPartition));
        var operation = new PendingOperation(client, partition, key, Command()) { Called = world.NextMoment() };
        world.Checks.OnCalled(operation);
        node.Request(operation);
        Await(client, operation, world.Schedule.Now + Patience().Ticks);
    }

    private void Await(int client, PendingOperation operation, long until)
    {
        if (!operation.IsAnswered && world.Schedule.Now < until && !operation.IsRefused)
        {
            world.Schedule.After(TimeSpan.FromMilliseconds(30), () => Await(client, operation, until));
            return;
        }
        if (operation.IsRefused)
        {
            world.Checks.Forget(operation);
        }
        else
        {
            Operations++;
            if (operation.IsAnswered && operation.IsWrite) AnsweredWrites++;
            operation.IsGivenUp = !operation.IsAnswered;
        }
        world.Schedule.After(Pause(), () => Next(client));
    }

    private StringCall Command() => world.Random.Next(10) switch
    {
        < 4 => StringCall.Get,
        < 6 => StringCall.Append($"{++_written};"),
        < 9 => StringCall.Set($"{++_written};"),
        _ => StringCall.Delete,
    };

    /// <summary>Some wait longer than a take-over takes: they would see an answer that came too late.</summary>
    private TimeSpan Patience() => TimeSpan.FromSeconds(world.Random.Next(2) == 0 ? 2 : 8);

    private TimeSpan Pause() => TimeSpan.FromMilliseconds(20 + (world.Random.NextDouble() * 250));
}
