using System.Collections;
using System.Reflection;
using System.Text;
using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Copies;
using AkkaCache.Replication.Register;
using AkkaCache.Replication.Voters;

namespace AkkaCache.Replication.Journal;

/// <summary>Events and actions as text for people: records as they print themselves, but with what their arrays hold.</summary>
internal static class Description
{
    public static string Of(object? value) => value switch
    {
        null => "none",
        string text => text,
        ReadOnlyMemory<byte> payload => PayloadStandIn.Describe(payload.Span),
        NodeId or Epoch or Position or RegisterValue or Configuration or PartitionOwners => value.ToString()!,
        EpochRun run => $"{run.First}@{run.Epoch}",
        IEnumerable many => $"[{string.Join(' ', many.Cast<object?>().Select(Of))}]",
        _ when value.GetType().IsPrimitive || value.GetType().IsEnum => value.ToString()!,
        _ => OfRecord(value),
    };

    private static string OfRecord(object value)
    {
        var text = new StringBuilder(value.GetType().Name);
        var separator = '(';
        foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            text.Append(separator).Append(separator == ',' ? " " : "").Append(property.Name).Append(' ').Append(Of(property.GetValue(value)));
            separator = ',';
        }
        return separator == ',' ? text.Append(')').ToString() : text.ToString();
    }
}
