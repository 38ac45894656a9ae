using System.Text;
using AkkaCache.Commands.Arguments;
using AkkaCache.Commands.Execution;

namespace AkkaCache.Commands.Server.Cluster;

/// <summary>CLUSTER MEET: a lone node joins others.</summary>
internal static class MeetCommand
{
    private const int MaxHostBytes = 253;

    public static void Run(ref CommandContext context)
    {
        var host = context.Args[2];
        var port = context.Args[3];
        if (!IntegerText.TryParse(port, out var number))
        {
            Refuse(context, $"Invalid base port specified: {Encoding.UTF8.GetString(port)}");
            return;
        }
        if (context.Args.Count > 4 || host.Length is 0 or > MaxHostBytes || number is < 1 or > ushort.MaxValue)
        {
            Refuse(context, $"Invalid node address specified: {Encoding.UTF8.GetString(host)}:{number}");
            return;
        }
        if (context.Node.Meeting.Meet(Encoding.UTF8.GetString(host), (int)number) is { } objection) Refuse(context, objection);
        else context.Reply.Ok();
    }

    private static void Refuse(in CommandContext context, string reason) => context.Reply.Error(Encoding.UTF8.GetBytes("ERR " + reason));
}
