using AkkaCache.Commands.Execution;
using AkkaCache.Protocol.Vectors;
using AkkaCache.Testing.Allocation;

namespace AkkaCache.Node.Tests.Routing;

/// <summary>Measures what routing allocates.</summary>
internal static class HotPath
{
    private static readonly byte[] Bytes = "SETa1GETa"u8.ToArray();
    private static readonly ArgumentRange[] Set = [new(0, 3), new(3, 1), new(4, 1)];
    private static readonly ArgumentRange[] Get = [new(5, 3), new(8, 1)];

    /// <summary>Bytes allocated by this thread in <paramref name="rounds"/> SETs and GETs, after a warm-up of as many.</summary>
    public static long AllocatedBy(RouterFixture fixture, int rounds) => Allocated.By(rounds, _ =>
    {
        var context = new CommandContext(fixture.Writer, fixture.Session, fixture.Node, fixture.Partitions, fixture.Settings, RouterFixture.NowMs) { Bounded = true };
        fixture.Router.Route(ref context, fixture.Session, new CommandVector(Bytes, Set));
        fixture.Router.Route(ref context, fixture.Session, new CommandVector(Bytes, Get));
        fixture.Writer.Take(fixture.Writer.Peek().Count);
    });
}
