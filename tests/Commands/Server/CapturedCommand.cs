namespace AkkaCache.Commands.Tests.Server;

/// <summary>A command as redis-server 7.0.15 describes it; see the head of redis-7.0.15-commands.txt.</summary>
public sealed record CapturedCommand(string Name, string Arity, string Flags, string Keys, string Categories, string Tips, string Specs)
{
    public static IReadOnlyDictionary<string, CapturedCommand> All { get; } = Read();

    private static Dictionary<string, CapturedCommand> Read()
    {
        using var stream = typeof(CapturedCommand).Assembly.GetManifestResourceStream("redis-7.0.15-commands.txt")!;
        using var reader = new StreamReader(stream);
        var all = new Dictionary<string, CapturedCommand>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            var parts = line.Split(' ');
            all.Add(parts[0], new CapturedCommand(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6]));
        }
        return all;
    }
}
