using System.Buffers.Binary;
using System.Text;

namespace AkkaCache.Protocol.Topology;

/// <summary>A consistent hash ring: which nodes each partition prefers, in order. Immutable; the same on every node that knows the same members.</summary>
/// <remarks>
/// <para>
/// Every node stands on the ring at many points (virtual nodes), as many as its weight asks for; a partition stands at one. Walking
/// clockwise from the partition, the order in which nodes are first met is its preference list. When a node joins or leaves, the
/// other nodes keep their order in every list, so few partitions change hands (Karger et al., "Consistent hashing and random
/// trees", 1997; DeCandia et al., "Dynamo", 2007, §4.2).
/// </para>
/// <para>
/// A ring alone is 10 to 40 % out of balance at 256 partitions, so it only expresses preference: <see cref="RingPlacement"/>
/// decides, within quotas.
/// </para>
/// </remarks>
public sealed class HashRing
{
    /// <summary>Points per unit of weight.</summary>
    public const int DefaultVirtualNodes = 150;

    /// <summary>Beyond this the ring gets no smoother that anyone could measure, only slower to build.</summary>
    public const int MaxVirtualNodes = 1000;

    /// <summary>More nodes than a full mesh of links is meant for; also keeps an index within 16 bits.</summary>
    public const int MaxMembers = 1024;

    private readonly RingMember[] _members;
    private readonly int[] _preferences;

    /// <summary>Builds the ring. O(points · log points + partitions · members).</summary>
    /// <param name="members">The nodes, in any order, each at most once.</param>
    /// <param name="layout">The partitions.</param>
    /// <param name="hash">By default <see cref="RingHashes.Default"/>.</param>
    /// <param name="virtualNodes">Points per unit of weight.</param>
    public HashRing(IEnumerable<RingMember> members, PartitionLayout layout, IRingHash? hash = null, int virtualNodes = DefaultVirtualNodes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(virtualNodes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(virtualNodes, MaxVirtualNodes);
        _members = Sorted(members);
        Layout = layout;
        _preferences = BuildPreferences(hash ?? RingHashes.Default, virtualNodes);
    }

    /// <summary>The nodes, ordered by identity.</summary>
    public ReadOnlySpan<RingMember> Members => _members;

    public PartitionLayout Layout { get; }

    /// <summary>Points that share their place with another: there the order of the nodes is chance.</summary>
    public int Collisions { get; private set; }

    /// <summary>All members in the order in which <paramref name="partition"/> prefers them, as indexes into <see cref="Members"/>.</summary>
    public ReadOnlySpan<int> PreferenceOf(int partition) => _preferences.AsSpan(partition * _members.Length, _members.Length);

    /// <summary>The first <paramref name="copies"/> nodes (or all, if there are fewer) that <paramref name="partition"/> prefers.</summary>
    public NodeId[] PreferredNodes(int partition, int copies)
    {
        var preference = PreferenceOf(partition)[..Math.Min(copies, _members.Length)];
        var nodes = new NodeId[preference.Length];
        for (var i = 0; i < nodes.Length; i++) nodes[i] = _members[preference[i]].Node;
        return nodes;
    }

    private static RingMember[] Sorted(IEnumerable<RingMember> members)
    {
        var sorted = members.ToArray();
        if (sorted.Length is 0 or > MaxMembers) throw new ArgumentException($"members = {sorted.Length}: must be 1 to {MaxMembers}", nameof(members));
        Array.Sort(sorted, (a, b) => a.Node.CompareTo(b.Node));
        for (var i = 0; i < sorted.Length; i++)
        {
            var member = sorted[i];
            if (member.Node.IsNone) throw new ArgumentException("a member has no identity", nameof(members));
            if (i > 0 && sorted[i - 1].Node == member.Node) throw new ArgumentException($"member {member.Node} is given twice", nameof(members));
            if (member.Weight is < 1 or > RingMember.MaxWeight)
                throw new ArgumentException($"weight of {member.Node} = {member.Weight}: must be 1 to {RingMember.MaxWeight}", nameof(members));
        }
        return sorted;
    }

    private int[] BuildPreferences(IRingHash hash, int virtualNodes)
    {
        var (positions, owners) = BuildPoints(hash, virtualNodes);
        var preferences = new int[Layout.Count * _members.Length];
        var met = new bool[_members.Length];
        Span<byte> name = stackalloc byte[sizeof(byte) + sizeof(int)];
        for (var partition = 0; partition < Layout.Count; partition++)
        {
            name[0] = (byte)'p';
            BinaryPrimitives.WriteInt32LittleEndian(name[1..], partition);
            var at = Array.BinarySearch(positions, Spread(hash.Hash(name)));
            if (at < 0) at = ~at;

            Array.Clear(met);
            var list = preferences.AsSpan(partition * _members.Length, _members.Length);
            for (var found = 0; found < list.Length; at++)
            {
                var owner = owners[at % owners.Length];
                if (met[owner]) continue;
                met[owner] = true;
                list[found++] = owner;
            }
        }
        return preferences;
    }

    private (ulong[] Positions, int[] Owners) BuildPoints(IRingHash hash, int virtualNodes)
    {
        var count = 0;
        foreach (var member in _members) count += member.Weight * virtualNodes;
        var positions = new ulong[count];
        var owners = new int[count];
        var at = 0;
        for (var index = 0; index < _members.Length; index++)
        {
            // A point's name is 'n', the node's identity and the number of the point: no two of them are alike.
            var identity = Encoding.UTF8.GetBytes("n" + _members[index].Node.Value);
            var name = new byte[identity.Length + sizeof(int)];
            identity.CopyTo(name, 0);
            for (var i = 0; i < _members[index].Weight * virtualNodes; i++, at++)
            {
                BinaryPrimitives.WriteInt32LittleEndian(name.AsSpan(identity.Length), i);
                positions[at] = Spread(hash.Hash(name));
                owners[at] = index;
            }
        }
        Array.Sort(positions, owners);
        for (var i = 1; i < count; i++) Collisions += positions[i] == positions[i - 1] ? 1 : 0;
        return (positions, owners);
    }

    /// <summary>Murmur3's finalizer: names here differ in their last bytes only, which FNV-1a leaves close together.</summary>
    private static ulong Spread(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdUL;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53UL;
        return hash ^ (hash >> 33);
    }
}
