using System.Text;
using AkkaCache.Commands.Execution;

namespace AkkaCache.Commands.Tests.Readers;

/// <summary>A reader that notes what it is told.</summary>
internal sealed class FakeReader : IKeyReader
{
    private const string Head = ">2\r\n$10\r\ninvalidate\r\n";

    public bool IsGone { get; set; }

    /// <summary>What stands behind the name of each push, without line ends: "$1k" or ":7".</summary>
    public List<string> Told { get; } = [];

    public void Tell(ReadOnlyMemory<byte> push) => Told.Add(Encoding.Latin1.GetString(push.Span[Head.Length..]).Replace("\r\n", "", StringComparison.Ordinal));
}
