namespace AkkaCache.Commands.Server.Catalog;

/// <summary>One argument of a command's syntax, as COMMAND DOCS describes it.</summary>
/// <param name="Type">key, string, integer, double, unix-time, pattern, pure-token, oneof or block.</param>
/// <param name="Token">The literal word in front of it, or the whole of it (pure-token); empty when none.</param>
internal sealed record SyntaxArgument(string Name, string Type, string Token, bool IsOptional, bool IsMultiple, IReadOnlyList<SyntaxArgument> Children);
