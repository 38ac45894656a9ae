namespace AkkaCache.Node.Sessions.Replies;

/// <summary>The connections that were given replies since the last <see cref="Raise"/>: each is told once, after all of its replies are there.</summary>
/// <remarks>
/// A message from another node carries replies to many commands of few connections. Telling a connection with each would let it send them one by one.
/// For one thread at a time.
/// </remarks>
public sealed class WakeUps
{
    private readonly List<ReplyOrder> _orders = [];

    internal void Add(ReplyOrder order)
    {
        if (order.TryNote()) _orders.Add(order);
    }

    public void Raise()
    {
        foreach (var order in _orders) order.Tell();
        _orders.Clear();
    }
}
