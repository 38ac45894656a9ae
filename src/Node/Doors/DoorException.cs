namespace AkkaCache.Node.Doors;

/// <summary>A door could not be opened. The message is one line for the operator: which door, which address, why.</summary>
public sealed class DoorException(string message, Exception? inner = null) : Exception(message, inner);
