using AkkaCache.Client.Requests;

namespace AkkaCache.Client.Tests.Requests;

public class OnceNumbersTests
{
    private readonly OnceNumbers _numbers = new();

    [Fact]
    public void Lowest_moves_over_what_has_ended()
    {
        Assert.Equal((1, 1), _numbers.Begin());
        Assert.Equal((2, 1), _numbers.Begin());
        Assert.Equal((3, 1), _numbers.Begin());
        _numbers.End(2);
        Assert.Equal((4, 1), _numbers.Begin());
        _numbers.End(1);
        Assert.Equal((5, 3), _numbers.Begin());
        _numbers.End(4);
        _numbers.End(5);
        _numbers.End(3);
        Assert.Equal((6, 6), _numbers.Begin());
    }

    [Fact]
    public void Each_client_has_a_name_of_its_own()
    {
        Assert.Equal(16, _numbers.Client.Length);
        Assert.False(_numbers.Client.SequenceEqual(new OnceNumbers().Client));
    }
}
