namespace AkkaCache.Client.Near;

/// <summary>What was known of changes when a read was sent: its reply is kept only if that is still all.</summary>
/// <param name="Stripe">Which keys' changes count.</param>
/// <param name="Changes">Of those keys.</param>
/// <param name="Sweeps">Of all keys.</param>
/// <param name="SentAt">Timestamp from which ages count, so that they end before the node's.</param>
internal readonly record struct NearTicket(int Stripe, long Changes, long Sweeps, long SentAt);

/// <summary>A reply to GETNEAR.</summary>
/// <param name="AgeMs">For how long it may be kept: 0 not at all, below 0 without end.</param>
/// <param name="Source">The link that it came over.</param>
internal readonly record struct NearReply(byte[]? Value, long AgeMs, object? Source);
