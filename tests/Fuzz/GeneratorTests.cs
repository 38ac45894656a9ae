using AkkaCache.Fuzz.Tests.Requests;
using AkkaCache.Fuzz.Tests.Running;

namespace AkkaCache.Fuzz.Tests;

/// <summary>The fuzzer's own parts: it must be repeatable, varied, and able to see a bad answer.</summary>
public class GeneratorTests
{
    [Fact]
    public void Request_of_a_seed_and_number_is_always_the_same()
    {
        for (var number = 0; number < 200; number++)
        {
            var one = new RequestGenerator(7).Request(number);
            var other = new RequestGenerator(7).Request(number);
            Assert.Equal((one.Kind, one.Ending, RequestBytes.Text(one.Bytes)), (other.Kind, other.Ending, RequestBytes.Text(other.Bytes)));
            Assert.Equal(one.Pieces, other.Pieces);
        }
    }

    [Fact]
    public void Requests_of_a_seed_are_of_every_kind_and_hardly_ever_alike()
    {
        var generator = new RequestGenerator(7);
        var requests = Enumerable.Range(0, 5000).Select(generator.Request).ToList();
        Assert.Equal(10, requests.Select(request => request.Kind).Distinct().Count());
        Assert.Equal(3, requests.Select(request => request.Ending).Distinct().Count());
        Assert.InRange(requests.Select(request => RequestBytes.Text(request.Bytes)).Distinct().Count(), 4500, 5000);
    }

    [Theory]
    [InlineData("+OK\r\n:1\r\n$-1\r\n*2\r\n$1\r\na\r\n_\r\n%1\r\n+a\r\n,1.5\r\n", true)]
    [InlineData("$5\r\nhel", true)]
    [InlineData("*3\r\n:1\r\n", true)]
    [InlineData("-ERR", true)]
    [InlineData("", true)]
    [InlineData("$3\r\nhello\r\n", false)]
    [InlineData("OK\r\n", false)]
    [InlineData("$x\r\n", false)]
    [InlineData("*-2\r\n", false)]
    [InlineData("+a\nb\r\n", false)]
    [InlineData("+OK\r\n\r\n", false)]
    public void Bad_answer_is_told_from_a_good_one(string stream, bool good) => Assert.Equal(good, Replies.WhatIsWrong(RequestBytes.Of(stream)) is null);
}
