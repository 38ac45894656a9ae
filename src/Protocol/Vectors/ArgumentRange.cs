namespace AkkaCache.Protocol.Vectors;

/// <summary>Where one argument of a command lies in the bytes that carry it: offset and length in bytes.</summary>
public readonly record struct ArgumentRange(int Offset, int Length);
