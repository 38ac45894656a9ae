namespace AkkaCache.Node.Hosting;

/// <summary>How nodes judge each other.</summary>
/// <param name="Interval">Between two checks of a node.</param>
/// <param name="Timeout">A check without an answer by then has failed.</param>
/// <param name="DegradedPing">A node that takes longer to answer is degraded.</param>
/// <param name="DegradedLag">A node whose copies lie further behind is degraded.</param>
public sealed record HealthOptions(TimeSpan Interval, TimeSpan Timeout, TimeSpan DegradedPing, TimeSpan DegradedLag);
