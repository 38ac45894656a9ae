namespace AkkaCache.Client.Hybrid;

/// <summary>The markers of an entry as they were before its value was made.</summary>
/// <param name="All">Of the whole cache.</param>
/// <param name="Tags">Of each of its tags, in no order.</param>
internal sealed record CapturedMarkers(UniqueId All, IReadOnlyList<CapturedMarkers.OfTag> Tags)
{
    /// <summary>A text that two have in common if they have the same markers.</summary>
    public string Identity => string.Join(',', Tags.Select(tag => tag.Id.Value).Order().Prepend(All.Value).Select(id => id.ToString("x")));

    /// <param name="Tag">In UTF-8.</param>
    internal sealed record OfTag(byte[] Tag, UniqueId Id);
}
