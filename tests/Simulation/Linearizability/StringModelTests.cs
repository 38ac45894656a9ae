using AkkaCache.Testing.Linearizability;

namespace AkkaCache.Simulation.Tests.Linearizability;

public sealed class StringModelTests
{
    [Theory]
    [InlineData(null, "1", "1")]
    [InlineData("-1", "0", "0")]
    [InlineData("01", "01", StringModel.NotAnInteger)]
    [InlineData("", "", StringModel.NotAnInteger)]
    [InlineData("9223372036854775808", "9223372036854775808", StringModel.NotAnInteger)]
    [InlineData("9223372036854775807", "9223372036854775807", StringModel.Overflow)]
    public void Increment_takes_numbers_as_Redis_does(string? before, string after, string reply) =>
        Assert.Equal((after, reply), new StringModel().Apply(before, StringCall.Increment));

    [Theory]
    [InlineData(null, "ab", "2")]
    [InlineData("c", "cab", "3")]
    public void Append_answers_the_new_length(string? before, string after, string reply) =>
        Assert.Equal((after, reply), new StringModel().Apply(before, StringCall.Append("ab")));
}
