namespace AkkaCache.Architecture.Tests.Planted.Field;

internal sealed record InField(List<Reading.SourceFile[]> Uses);
