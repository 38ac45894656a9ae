namespace AkkaCache.Simulation.Tests.Cluster;

/// <summary>A history in which something happened that the rules forbid.</summary>
internal sealed class ViolationException(string message) : Exception(message);
