using System.Globalization;
using System.Runtime.InteropServices;
using AkkaCache.Node.Doors;
using AkkaCache.Node.Hosting;
using AkkaCache.Node.Hosting.Settings;
using AkkaCache.Node.Placement;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaCache.Daemon;

/// <summary>The first lines of output: version, node, doors, limits; then that it is ready. Meant for eyes and for scripts: word, then values.</summary>
internal sealed class FirstLines(NodeOptions options, IServiceProvider services, TextWriter output)
{
    public void Write()
    {
        var doors = services.GetRequiredService<OpenDoors>();
        var self = services.GetRequiredService<PlacementPlan>().Self;
        var seeds = (options.Cluster.Seeds.Count > 0 ? options.Cluster.Seeds : options.Cluster.Before) is { Count: > 0 } others ? "joins " + string.Join(", ", others) : "cluster of one";
        Line("akkacached", $"{NodeVersion.Text} ({RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSArchitecture}, {Environment.ProcessorCount} cores, process {Environment.ProcessId})");
        Line("node", $"{(options.Node.Name.Length == 0 ? $"{self?.Address.Host}:{self?.Address.Port}" : options.Node.Name)}, {seeds}, {options.Cluster.Partitions} partitions, weight {options.Node.Weight}{Zone()}{Profile()}");
        Line("door", $"resp {Where(doors, DoorKind.Resp, options.Resp.Port)}{(options.Resp.Certificate is null ? "" : " tls")}");
        Line("door", $"akka {Where(doors, DoorKind.Akka, options.OtherDoors.Akka)}");
        Line("door", $"link {Where(doors, DoorKind.Link, options.OtherDoors.Link)}");
        Line("door", $"client {Where(doors, DoorKind.Client, options.OtherDoors.Client)}");
        Line("door", $"http {Where(doors, DoorKind.Http, options.OtherDoors.Http)}");
        Line("limits", $"maxmemory {Limit(options.Memory.MaxMemoryBytes, ByteSize.ToText)}, max-items {Limit(options.Memory.MaxItems, Plain)}, policy {options.Memory.PolicyName}, max-connections {options.Resp.MaxConnections}");
        output.Flush();
    }

    public void WriteReady(TimeSpan after)
    {
        Line("ready", string.Create(CultureInfo.InvariantCulture, $"after {after.TotalSeconds:0.00} s"));
        output.Flush();
    }

    private string Zone() => options.Node.Zone.Length == 0 ? "" : $", zone {options.Node.Zone}";

    private string Profile() => options.Cluster.Profile == ClusterProfile.Lan ? "" : $", profile {options.Cluster.Profile.ToString().ToLowerInvariant()}";

    private void Line(string word, string values) => output.WriteLine($"{word,-10} {values}");

    private static string Where(OpenDoors doors, DoorKind door, DoorPort port)
    {
        if (port.IsClosed) return "off";
        return doors[door] is { } endpoint ? endpoint.ToString() : "not built yet";
    }

    private static string Limit(long value, Func<long, string> text) => value == 0 ? "unlimited" : text(value);

    private static string Plain(long value) => value.ToString(CultureInfo.InvariantCulture);
}
