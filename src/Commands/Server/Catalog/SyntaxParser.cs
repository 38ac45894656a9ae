namespace AkkaCache.Commands.Server.Catalog;

/// <summary>Reads the notation of <see cref="Table.CommandDescriptor.Syntax"/> into the tree that COMMAND DOCS shows.</summary>
/// <remarks>
/// <code>
/// alternatives := sequence { '|' sequence }
/// sequence     := { item }
/// item         := '[' alternatives ']'     optional
///               | '&lt;' alternatives '&gt;'     a choice
///               | WORD                     a literal; the names that follow it are its arguments
///               | name
///               | '...'                    what stands before it repeats
/// </code>
/// <c>x [x ...]</c> is the notation for one or more of x, where x may be several names.
/// </remarks>
internal sealed class SyntaxParser
{
    private readonly string[] _words;
    private int _at;

    private SyntaxParser(string syntax)
    {
        foreach (var mark in "[]<>|") syntax = syntax.Replace(mark.ToString(), $" {mark} ");
        _words = syntax.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <exception cref="FormatException">Brackets that do not pair: a mistake in the table.</exception>
    public static IReadOnlyList<SyntaxArgument> Parse(string syntax)
    {
        var parser = new SyntaxParser(syntax);
        var arguments = parser.Sequence();
        if (parser._at < parser._words.Length) throw new FormatException($"'{parser._words[parser._at]}' is out of place in '{syntax}'");
        return arguments;
    }

    private string? Next => _at < _words.Length ? _words[_at] : null;

    private SyntaxArgument Alternatives()
    {
        var choices = new List<SyntaxArgument>();
        do
        {
            if (choices.Count > 0) _at++;
            choices.Add(AsOne(Sequence()));
        }
        while (Next == "|");
        return choices.Count == 1 ? choices[0] : new SyntaxArgument(JoinNames(choices), "oneof", "", false, false, choices);
    }

    private List<SyntaxArgument> Sequence()
    {
        var items = new List<SyntaxArgument>();
        while (Next is not (null or "]" or ">" or "|"))
        {
            if (Next == "[") Optional(items);
            else if (Next == "<") items.Add(Grouped(">"));
            else if (IsLiteral(Next)) items.Add(Literal());
            else if (Next == "...") Repeat(items, 1);
            else items.Add(Named(_words[_at++]));
        }
        return items;
    }

    private SyntaxArgument Grouped(string end)
    {
        _at++;
        var inner = Alternatives();
        if (Next != end) throw new FormatException($"'{string.Join(' ', _words)}' lacks a '{end}'");
        _at++;
        return inner;
    }

    private void Optional(List<SyntaxArgument> items)
    {
        if (TryRepetition(items)) return;
        items.Add(Grouped("]") with { IsOptional = true });
    }

    // "[score member ...]" after "score member": the names are not new, they say that what stands before repeats.
    private bool TryRepetition(List<SyntaxArgument> items)
    {
        var count = 0;
        while (_at + 1 + count < _words.Length && _words[_at + 1 + count] != "...")
        {
            if ("[]<>|".Contains(_words[_at + 1 + count], StringComparison.Ordinal)) return false;
            count++;
        }
        if (_at + 2 + count >= _words.Length || _words[_at + 2 + count] != "]" || count == 0 || count > items.Count) return false;
        for (var i = 0; i < count; i++)
        {
            if (items[items.Count - count + i].Name != _words[_at + 1 + i]) return false;
        }
        _at += count + 1;
        Repeat(items, count);
        _at++;
        return true;
    }

    private void Repeat(List<SyntaxArgument> items, int count)
    {
        _at++;
        if (items.Count < count) throw new FormatException($"nothing to repeat in '{string.Join(' ', _words)}'");
        var repeated = AsOne(items.GetRange(items.Count - count, count)) with { IsMultiple = true };
        items.RemoveRange(items.Count - count, count);
        items.Add(repeated);
    }

    private SyntaxArgument Literal()
    {
        var token = _words[_at++];
        var operands = new List<SyntaxArgument>();
        while (Next is not (null or "[" or "]" or ">" or "|" or "...") && !IsLiteral(Next))
        {
            operands.Add(Next == "<" ? Grouped(">") : Named(_words[_at++]));
        }
        if (operands.Count == 0) return new SyntaxArgument(token.ToLowerInvariant(), "pure-token", token, false, false, []);
        return AsOne(operands) with { Token = token };
    }

    private static SyntaxArgument AsOne(List<SyntaxArgument> items)
        => items.Count == 1 ? items[0] : new SyntaxArgument(JoinNames(items), "block", "", false, false, items);

    private static string JoinNames(List<SyntaxArgument> items) => string.Join('_', items.Select(item => item.Name));

    private static SyntaxArgument Named(string name) => new(name, TypeOf(name), "", false, false, []);

    private static bool IsLiteral(string word) => char.IsAsciiLetterUpper(word[0]);

    private static string TypeOf(string name) => name switch
    {
        "key" or "newkey" or "source" or "destination" => "key",
        "seconds" or "milliseconds" or "count" or "index" or "offset" or "cursor" or "numkeys" or "protover" or "client-id" or "decrement" => "integer",
        "limit" or "destination-db" => "integer",
        "increment" or "start" or "stop" or "end" => "integer",
        "score" or "weight" => "double",
        "unix-time-seconds" or "unix-time-milliseconds" => "unix-time",
        "pattern" => "pattern",
        _ => "string",
    };
}
