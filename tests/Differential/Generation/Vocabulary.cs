using System.Globalization;
using System.Text;

namespace AkkaCache.Differential.Generation;

/// <summary>
/// Draws words for commands: keys, values, scores, times. Everything comes from one seed, so a sequence can be had again.
/// </summary>
/// <remarks>
/// Keys are few, so that types collide and commands meet what others left. Two things are kept apart on purpose:
/// Keys with "lex:" hold boards of equal scores only, because Redis leaves the result of BYLEX on mixed scores undefined
/// (its own skip list answers by chance then). Relative times are never equal within a sequence and never short, because
/// the two servers execute a command a moment apart, and GT, LT or a TTL about to end would show that moment.
/// </remarks>
/// <param name="tag">Begins every key: a hash tag puts them all into one slot.</param>
internal sealed class Vocabulary(int seed, string tag = "")
{
    /// <summary>2100-01-01 and 2200-01-01: absolute times are between them, relative ones far below.</summary>
    public const long FirstAbsoluteSecond = 4102444800;

    public const long LastAbsoluteSecond = 7258118400;

    /// <summary>In every key of a lex board, and in no other.</summary>
    public const string LexMark = "lex:";

    private const int ShortestRelativeSeconds = 100_000;
    private const int LongestRelativeSeconds = 500_000_000;

    private static readonly string[] StringKeys = ["s1", "s2", "s3", "s:{t}4"];
    private static readonly string[] NumberKeys = ["n1", "n2", "n3"];
    private static readonly string[] BoardKeys = ["z1", "z2", "z3", "z:{t}4"];
    private static readonly string[] LexKeys = ["lex:1", "lex:2"];
    private static readonly string[] OddKeys = ["bin\0\r\n\xff{", "", "{}x", "k*[a]?", new('L', 300), "absent"];

    private static readonly string[] Texts =
    [
        "", "a", "hello", "héllo", "\0\r\n\xff\0", "a b", "\"quoted\"", "3.0e3", "1.5", "-0.25", "inf", "nan", " 12", "12 ", "+12", "007", "-0", "0x1f",
        new('v', 44), new('v', 45), new('w', 5000), "QUEUED", "$5\r\nhello\r\n",
    ];

    private static readonly string[] EdgeIntegers =
    [
        "9223372036854775807", "9223372036854775806", "-9223372036854775808", "-9223372036854775807", "4611686018427387904", "-4611686018427387905",
    ];

    private static readonly string[] PlainScores = ["0", "1", "2", "3", "-1", "1.5", "2.25", "-3.75", "10", "100", "0.1", "0.3"];

    // No -0: Redis keeps its sign depending on the form a board once grew into; see the scenarios and the known differences.
    private static readonly string[] OddScores =
    [
        "inf", "-inf", "+inf", "Infinity", "0.0", "1e5", "1.5e-7", "-1E+3", "1e308", "1.7976931348623157e308", "4.9e-324", "0x10", "-0x1p3", "+5", ".5", "5.",
        "3.141592653589793", "123456789012345678", "9007199254740993", "1e17", "1e-5", "0.00001234", "100000000000000000000", "1e21", "123456.789e3",
    ];

    private static readonly string[] BadScores = ["nan", "-nan", "abc", "", " 1", "1 ", "1e400", "1,5", "0x", "1e-400", "--1", "1\0"];

    private static readonly string[] Members = ["a", "b", "c", "d", "e", "f", "g", "h", "aa", "ab", "B", "1", "22", "-3", "", "m\0\r\n", "\xff\xfe", new('M', 70)];

    private static readonly string[] Patterns =
    [
        "*", "s*", "z?", "?1", "[sz]*", "[^s]*", "[a-n]*", "[n-a]*", "\\s1", "*1*", "*{t}*", "[s", "s[", "***", "nothing", "", "bin*", "?", "s1", "*\\*[[]a]\\?", "lex:[1]", "\\", "[]1]*", "[\\]s]1",
    ];

    private static readonly string[] MemberPatterns = ["*", "a*", "?", "[a-c]*", "[^a]*", "nothing", "*\xff*", "", "\\a", "*b"];

    /// <summary>What a damaged command gets in place of, or after, a good argument.</summary>
    private static readonly string[] Rubbish =
    [
        "", "abc", "1.5", " 1", "1 ", "+1", "0x10", "-1", "-0", "nan", "inf", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
        "99999999999999999999", "(1", "[a", "*", "\0", "NX", "XX", "GT", "LT", "GET", "LIMIT", "KEEPTTL", "WITHSCORES", "COUNT", "MATCH", "0",
    ];

    private readonly Random _random = new(seed);
    private readonly HashSet<int> _usedRelativeSeconds = [];

    public int Below(int limit) => _random.Next(limit);

    public bool Chance(int percent) => _random.Next(100) < percent;

    public T Pick<T>(params T[] choices) => choices[_random.Next(choices.Length)];

    /// <summary>Each choice with equal chance, independently; keeps their order or mixes it.</summary>
    public List<T> Some<T>(params T[] choices)
    {
        var chosen = choices.Where(_ => Chance(50)).ToList();
        if (Chance(30)) Shuffle(chosen);
        return chosen;
    }

    public void Shuffle<T>(List<T> items)
    {
        for (var i = items.Count - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    public string Key() => Below(20) switch
    {
        < 6 => PickKey(StringKeys),
        < 9 => PickKey(NumberKeys),
        < 15 => PickKey(BoardKeys),
        < 17 => PickKey(LexKeys),
        _ => PickKey(OddKeys),
    };

    public string KeyWithoutLex()
    {
        var key = Key();
        return IsLexKey(key) ? PickKey(BoardKeys) : key;
    }

    public string StringKey() => Chance(85) ? PickKey(StringKeys) : Key();

    public string NumberKey() => Chance(85) ? PickKey(NumberKeys) : Key();

    public string BoardKey() => Chance(80) ? PickKey(BoardKeys) : Key();

    public string BoardKeyWithoutLex() => Chance(80) ? PickKey(BoardKeys) : KeyWithoutLex();

    public string LexKey() => PickKey(LexKeys);

    /// <summary>The one that is none is never written to: any other key may hold a board of mixed scores.</summary>
    public string LexKeyOrNone() => Chance(95) ? LexKey() : tag + "nowhere";

    public static bool IsLexKey(string key) => key.Contains(LexMark, StringComparison.Ordinal);

    public string[] Keys(int most) => [.. Enumerable.Range(0, 1 + Below(most)).Select(_ => Key())];

    public string[] StringKeysOf(int most) => [.. Enumerable.Range(0, 1 + Below(most)).Select(_ => StringKey())];

    public string Value() => Chance(30) ? SmallInteger() : Chance(8) ? Pick(EdgeIntegers) : Pick(Texts);

    public string SmallInteger() => Number(Below(2001) - 1000);

    public string Integer() => Chance(85) ? SmallInteger() : Pick(EdgeIntegers);

    public string Score() => Chance(70) ? Pick(PlainScores) : Pick(OddScores);

    public string ScoreOrRubbish() => Chance(3) ? Pick(BadScores) : Score();

    /// <summary>A score that keeps lex boards at equal scores.</summary>
    public string ScoreFor(string key) => IsLexKey(key) ? "0" : Score();

    public string ScoreBound() => Below(20) switch
    {
        < 4 => "-inf",
        < 8 => "+inf",
        < 12 => "(" + Score(),
        < 13 => Pick("(", "(abc", "(nan", "(1e400", "[1", "((1"),
        _ => Score(),
    };

    public string LexBound() => Below(20) switch
    {
        < 4 => "-",
        < 8 => "+",
        < 13 => "[" + Member(),
        < 18 => "(" + Member(),
        _ => Pick("", "a", "[", "(", "++", "-a"),
    };

    public string Rank() => Below(12) switch
    {
        0 => Pick(EdgeIntegers),
        1 => "-1",
        2 => "0",
        _ => Number(Below(30) - 15),
    };

    public string Count() => Below(12) switch
    {
        0 => Pick(EdgeIntegers),
        1 => "-1",
        _ => Number(Below(12)),
    };

    public string Member() => Pick(Members);

    public string Pattern() => tag + Pick(Patterns);

    public string MemberPattern() => Pick(MemberPatterns);

    public string RubbishWord() => Pick(Rubbish);

    public string Increment() => Below(10) switch
    {
        < 4 => Pick("1", "-1", "0.1", "0.2", "1.5", "-2.75", "10", "0.05"),
        < 6 => Number(Below(2000) - 1000) + "." + Number(Below(1000)),
        < 8 => Pick("5.0e3", "1e-5", "3e10", "-1.25e2", "123456789.123456789", "0.00000000000000001", "1e17", "-0", "1000000000000000000"),
        < 9 => SmallInteger(),
        _ => Pick("nan", "inf", "-inf", "abc", "", " 1", "1 ", "0x10", "1e", "1.5.2"),
    };

    public string RelativeSeconds() => Number(NewRelativeSeconds());

    public string RelativeMilliseconds() => Number(NewRelativeSeconds() * 1000L + Below(1000));

    /// <summary>Far ahead, where two servers give the same answer.</summary>
    public string FutureSeconds() => Number(FarSecond());

    public string FutureMilliseconds() => Number(FarSecond() * 1000 + Below(1000));

    /// <summary>Mostly far ahead; sometimes long past.</summary>
    public string AbsoluteSeconds() => Chance(94) ? FutureSeconds() : Pick("1", "1000000000", "1600000000");

    public string AbsoluteMilliseconds() => Chance(94) ? FutureMilliseconds() : Pick("1", "1000000000", "1600000000000");

    /// <summary>What no command takes as a time.</summary>
    public string BadTime() => Pick("0", "-1", "abc", "", "1.5", "9223372036854775807", "-9223372036854775808", "99999999999999999999", "9223372036854775");

    private string PickKey(string[] keys) => tag + Pick(keys);

    private long FarSecond() => FirstAbsoluteSecond + _random.NextInt64(LastAbsoluteSecond - FirstAbsoluteSecond);

    private int NewRelativeSeconds()
    {
        // Steps of ten seconds keep two relative times further apart than any delay between the servers.
        int seconds;
        do seconds = _random.Next(ShortestRelativeSeconds, LongestRelativeSeconds) / 10 * 10;
        while (!_usedRelativeSeconds.Add(seconds));
        return seconds;
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
