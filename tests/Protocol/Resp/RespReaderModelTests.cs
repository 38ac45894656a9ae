using AkkaCache.Protocol.Resp;
using CsCheck;

namespace AkkaCache.Protocol.Tests.Resp;

public class RespReaderModelTests
{
    /// <summary>So small that random streams run into every one of them.</summary>
    private static readonly RespLimits Tight = new()
    {
        MaxArguments = 9,
        MaxBulkBytes = 25,
        MaxCommandBytes = 150,
        MaxInlineBytes = 24,
        MaxHeaderBytes = 12,
        UnauthenticatedArguments = 4,
        UnauthenticatedBulkBytes = 10,
    };

    [Fact]
    public void Any_stream_in_any_pieces_gives_what_the_naive_reader_finds()
    {
        Gen.Select(RequestGen.Stream, Gen.Int[1, 20].Array[0, 12], Gen.Bool, Gen.Bool).Sample((stream, pieces, tight, authenticated) =>
        {
            var limits = tight ? Tight : RespLimits.Default;
            Assert.Equal(NaiveReader.Outcomes(stream, limits, authenticated), ReaderRun.Outcomes(stream, pieces, limits, authenticated));
        }, iter: 50_000);
    }

    [Fact]
    public void Any_command_written_is_the_command_read()
    {
        RequestGen.Command.Array[1, 5].Sample(commands =>
        {
            var stream = commands.SelectMany(RequestGen.Encode).ToArray();
            var expected = commands.Select(command => $"[{string.Join('|', command.Select(argument => ReaderRun.Text(argument)))}]");
            Assert.Equal(expected, ReaderRun.Outcomes(stream, []));
        }, iter: 20_000);
    }
}
