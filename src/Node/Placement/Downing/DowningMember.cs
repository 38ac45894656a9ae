using Akka.Cluster;

namespace AkkaCache.Node.Placement.Downing;

/// <summary>A member as the rule sees it.</summary>
/// <param name="Counts">It is up, or was: one that is still being let in has no say.</param>
internal sealed record DowningMember(UniqueAddress Node, bool Counts);

/// <summary>The members, the oldest first, and who cannot reach whom.</summary>
/// <param name="Silent">(observer, subject): the observer hears nothing of the subject, by its own failure detector, as gossip has told here.</param>
internal sealed record DowningView(IReadOnlyList<DowningMember> Members, IReadOnlySet<(UniqueAddress Observer, UniqueAddress Subject)> Silent)
{
    /// <summary>Whether it says the same, so that what it says has been so since the one before.</summary>
    public bool IsSame(DowningView other) => Members.SequenceEqual(other.Members) && Silent.SetEquals(other.Silent);
}
