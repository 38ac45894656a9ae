namespace AkkaCache.Client.Hybrid;

/// <summary>The markers of tags: what makes whole groups of entries invalid at once, in all processes.</summary>
/// <remarks>
/// <para>
/// Idea. Each tag has a key in the cluster, its marker, which holds a random id; the whole cache has one as well. An entry carries the ids that the markers of its tags and of the cache had
/// <i>before</i> its value was made, and is valid only while they all have them still. Removing by a tag deletes its marker; whoever finds none and wants to store makes one with a new id, with SET NX,
/// so that of several who do so at once all get the same. No clock is compared, no list of entries is kept, and a removal costs one command, however many entries have the tag.
/// </para>
/// <para>Invariants.
/// (1) A marker never has an id again that it had before: ids are random, each is sent once (never repeated by the client), and only where there is no marker.
/// (2) An entry's ids were read before its factory began. So a value that was being made when its tag was removed carries an id that is never valid again, whenever and wherever it is stored.
/// (3) A marker that is gone, evicted or timed out, makes its entries invalid, like a removal: losing one costs misses and never gives an old value.
/// (4) Whoever waits for another's factory waits for one with the same ids: the ids are read by each caller, and are part of what callers have in common (<see cref="AkkaCacheHybridCache"/>).
/// Together: a call that begins when its process has heard of a removal gets no value that was begun before it.
/// </para>
/// <para>
/// Hearing. Markers are read through the near cache, so that a hit asks nobody; the node pushes a deleted marker to all who read it. What the near cache does not know for certain it has
/// forgotten (lost links, partitions that changed hands, see <c>Near/NearCache.cs</c>), and then the marker is read from its node. An id that is read late is an old one: it may
/// only make an entry invalid that is stored with it. In the process that removes, its own marker is forgotten before the removal is answered.
/// </para>
/// <para>
/// Not this: times of removals, compared with times of entries (clocks differ, and two things in one tick are ambiguous); a set of keys for each tag (a write for each store, a long delete, and a store
/// behind it is missed); a new id written by the remover instead of a delete (sent again after a lost link it would bring back an id that others have replaced meanwhile, against (1)).
/// </para>
/// <para>What is not promised: a node that was lost with its last writes (replication async or none) may have lost removals as well, and the marker is as it was.</para>
/// </remarks>
internal sealed class TagMarkers(HybridNames names, ClusterEntries cluster, FirstLevel firstLevel, TimeSpan lifetime)
{
    /// <summary>Of a marker's bytes; null when there are none, or they are something else.</summary>
    public static UniqueId? IdOf(ReadOnlyMemory<byte>? bytes) => bytes is { Length: UniqueId.Bytes } id ? UniqueId.Read(id.Span) : null;

    /// <summary>Whether an entry is known to be valid without asking anybody. Allocates nothing.</summary>
    public bool AreNear(in HybridEntry entry)
    {
        if (!IsNear(names.OfEverything, entry.All)) return false;
        Span<byte> name = stackalloc byte[FirstLevel.MaxNameBytes];
        for (var tags = entry.Tags; tags.MoveNext();)
        {
            if (!names.TryWriteMarker(tags.Tag, name, out var length) || !IsNear(name[..length], tags.Marker)) return false;
        }
        return true;
    }

    /// <summary>Whether an entry is valid. What is not near is read from the nodes, all at once.</summary>
    /// <param name="fromNear">False: everything is read from the nodes.</param>
    public async ValueTask<bool> AreCurrentAsync(HybridEntry entry, bool fromNear, CancellationToken token)
    {
        if (fromNear && AreNear(entry)) return true;
        var expected = new List<UniqueId> { entry.All };
        var found = new List<Task<UniqueId?>> { ReadAsync(names.OfEverything, fromNear, token) };
        for (var tags = entry.Tags; tags.MoveNext();)
        {
            expected.Add(tags.Marker);
            found.Add(ReadAsync(names.OfMarker(tags.Tag), fromNear, token));
        }
        return (await Task.WhenAll(found).ConfigureAwait(false)).Zip(expected).All(pair => pair.First == pair.Second);
    }

    /// <summary>The markers as they are, for an entry whose value is to be made now. Those that are missing are made.</summary>
    public async ValueTask<CapturedMarkers> CaptureAsync(IReadOnlyList<byte[]> tags, bool fromNear, CancellationToken token)
    {
        // The marker of everything lives as long as the cluster lets it: without it nothing is valid.
        var all = ReadOrAddAsync(names.OfEverything, null, fromNear, token);
        var ids = await Task.WhenAll(tags.Select(tag => ReadOrAddAsync(names.OfMarker(tag), lifetime, fromNear, token)).Append(all)).ConfigureAwait(false);
        return new CapturedMarkers(ids[^1], [.. tags.Zip(ids, (tag, id) => new CapturedMarkers.OfTag(tag, id))]);
    }

    /// <summary>Makes all entries with a tag invalid.</summary>
    public ValueTask RemoveAsync(string tag, CancellationToken token) =>
        cluster.DeleteMarkerAsync(tag == HybridNames.Everything ? names.OfEverything : names.OfMarker(System.Text.Encoding.UTF8.GetBytes(tag)), token);

    private bool IsNear(ReadOnlySpan<byte> name, UniqueId id) => firstLevel.TryFindNear(name, out var marker) && IdOf(marker.Value) == id;

    private async Task<UniqueId?> ReadAsync(byte[] name, bool fromNear, CancellationToken token) =>
        IdOf(fromNear && firstLevel.TryFindNear(name, out var near) ? near.Value : await cluster.ReadAsync(name, TimeSpan.MaxValue, token).ConfigureAwait(false));

    private async Task<UniqueId> ReadOrAddAsync(byte[] name, TimeSpan? timeToLive, bool fromNear, CancellationToken token) =>
        await ReadAsync(name, fromNear, token).ConfigureAwait(false) ?? await cluster.GetOrAddMarkerAsync(name, timeToLive, token).ConfigureAwait(false);
}
