using AkkaCache.Commands.Table;
using AkkaCache.Protocol.Topology;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Node.Routing;

/// <summary>The slot of a command's keys, which clients of Redis Cluster go by.</summary>
internal static class SlotOfKeys
{
    /// <summary>That of the first key, which there is.</summary>
    public static int First(CommandVector command, CommandDescriptor row) => HashSlot.Of(command[row.Keys.In(command).First]);

    /// <summary>Whether all keys have the same.</summary>
    public static bool IsOne(CommandVector command, in KeyPositions keys)
    {
        var slot = HashSlot.Of(command[keys.First]);
        var last = keys.LastIn(command.Count);
        for (var i = keys.First + keys.Step; i <= last; i += keys.Step)
        {
            if (i != keys.CountAt && HashSlot.Of(command[i]) != slot) return false;
        }
        return true;
    }
}
