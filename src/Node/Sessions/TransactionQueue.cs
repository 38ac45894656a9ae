using AkkaCache.Commands.Table;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Node.Sessions;

/// <summary>The commands that a session queued since MULTI: their bytes copied into one buffer.</summary>
public sealed class TransactionQueue
{
    /// <summary>Bytes that one transaction may hold; Redis bounds its query buffer at 1 GB, a transaction is held in memory whole.</summary>
    public const int MaxBytes = 256 * 1024 * 1024;

    /// <summary>Kept between transactions, so that small ones allocate nothing.</summary>
    private const int RetainedBytes = 16 * 1024;

    private readonly List<Item> _items = [];
    private byte[] _bytes = [];
    private int _usedBytes;
    private ArgumentRange[] _ranges = [];
    private int _usedRanges;

    public int Count => _items.Count;

    /// <summary>All flags of all queued commands.</summary>
    public CommandFlags Flags { get; private set; }

    public CommandDescriptor DescriptorAt(int index) => _items[index].Descriptor;

    public CommandVector VectorAt(int index)
    {
        var item = _items[index];
        return new CommandVector(_bytes, _ranges.AsSpan(item.FirstRange, item.Ranges));
    }

    /// <summary>Copies the command to the end of the queue; false when it would grow beyond <see cref="MaxBytes"/>.</summary>
    public bool TryAdd(CommandDescriptor descriptor, CommandVector command)
    {
        long bytes = 0;
        for (var i = 0; i < command.Count; i++) bytes += command[i].Length;
        if (_usedBytes + bytes > MaxBytes) return false;
        Grow(ref _bytes, _usedBytes + (int)bytes);
        Grow(ref _ranges, _usedRanges + command.Count);
        _items.Add(new Item(descriptor, _usedRanges, command.Count));
        for (var i = 0; i < command.Count; i++)
        {
            var argument = command[i];
            argument.CopyTo(_bytes.AsSpan(_usedBytes));
            _ranges[_usedRanges++] = new ArgumentRange(_usedBytes, argument.Length);
            _usedBytes += argument.Length;
        }
        Flags |= descriptor.Flags;
        return true;
    }

    public void Clear()
    {
        _items.Clear();
        _usedBytes = _usedRanges = 0;
        Flags = CommandFlags.None;
        if (_bytes.Length <= RetainedBytes) return;
        _bytes = [];
        _ranges = [];
        _items.Capacity = 0;
    }

    private static void Grow<T>(ref T[] array, int needed)
    {
        if (needed <= array.Length) return;
        Array.Resize(ref array, (int)Math.Min(Array.MaxLength, Math.Max(needed, Math.Max(16L, array.Length * 2L))));
    }

    private readonly record struct Item(CommandDescriptor Descriptor, int FirstRange, int Ranges);
}
