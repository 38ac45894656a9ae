using System.Text;
using AkkaCache.Commands.Execution;
using AkkaCache.Protocol.Frames;

namespace AkkaCache.Commands.Tests.Readers;

public sealed class ReaderTableTests
{
    private readonly ReaderTable _table = new();
    private readonly FakeReader _reader = new();

    [Fact]
    public void Reader_is_told_of_a_change_once_until_it_reads_again()
    {
        Assert.True(_table.TryAdd("k"u8, _reader));
        Assert.True(_table.TryAdd("k"u8, _reader));
        _table.Changed("k"u8);
        _table.Changed("k"u8);
        Assert.Equal(["$1k"], _reader.Told);
        Assert.True(_table.IsEmpty);
        _table.TryAdd("k"u8, _reader);
        _table.Changed("k"u8);
        Assert.Equal(["$1k", "$1k"], _reader.Told);
    }

    [Fact]
    public void Change_of_another_key_is_told_to_nobody()
    {
        _table.TryAdd("k"u8, _reader);
        _table.Changed("l"u8);
        Assert.Empty(_reader.Told);
        Assert.Equal(1, _table.Reads);
    }

    [Fact]
    public void Full_table_drops_the_oldest_keys_and_tells_their_readers()
    {
        for (var i = 0; i < ReaderTable.MaxReads + 2; i++) Assert.True(_table.TryAdd(Encoding.ASCII.GetBytes($"{i:0000}"), _reader));
        Assert.Equal(["$40000", "$40001"], _reader.Told);
        Assert.Equal(ReaderTable.MaxReads, _table.Reads);
        _table.Changed("0000"u8);
        Assert.Equal(2, _reader.Told.Count);
        _table.Changed("0002"u8);
        Assert.Equal("$40002", _reader.Told[^1]);
    }

    [Fact]
    public void Reader_beyond_those_a_key_may_have_is_refused_until_one_is_gone()
    {
        var readers = Enumerable.Range(0, ReaderTable.MaxReadersOfKey).Select(_ => new FakeReader()).ToList();
        Assert.All(readers, reader => Assert.True(_table.TryAdd("k"u8, reader)));
        Assert.False(_table.TryAdd("k"u8, _reader));
        readers[7].IsGone = true;
        Assert.True(_table.TryAdd("k"u8, _reader));
        Assert.Equal(ReaderTable.MaxReadersOfKey, _table.Reads);
    }

    [Fact]
    public void Long_key_and_reader_that_is_gone_are_refused()
    {
        Assert.False(_table.TryAdd(new byte[ClientInvalidation.MaxKeyBytes + 1], _reader));
        Assert.False(_table.TryAdd("k"u8, new FakeReader { IsGone = true }));
        Assert.True(_table.IsEmpty);
    }

    [Fact]
    public void All_changed_is_told_to_each_reader_once()
    {
        var other = new FakeReader();
        _table.TryAdd("k"u8, _reader);
        _table.TryAdd("l"u8, _reader);
        _table.TryAdd("l"u8, other);
        _table.AllChanged(7);
        Assert.Equal([":7"], _reader.Told);
        Assert.Equal([":7"], other.Told);
        Assert.True(_table.IsEmpty);
        _table.AllChanged(7);
        Assert.Single(other.Told);
    }
}
