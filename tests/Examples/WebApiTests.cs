using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using AkkaCache.Testing;

namespace AkkaCache.Examples.Tests;

/// <summary>Two servers of the example on one cluster, each a process of its own, called over HTTP.</summary>
public sealed class WebApiTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private RunningExample? _first;
    private RunningExample? _second;
    private HttpClient _one = null!;
    private HttpClient _two = null!;

    public async Task InitializeAsync()
    {
        _first = await RunningExample.StartAsync("WebApi", [], "nodes", "board");
        _one = new HttpClient { BaseAddress = new Uri(_first.Printed["board"]), Timeout = Patience };
        var nodes = _first.Printed["nodes"].Split(", ");
        Assert.Equal(3, nodes.Length);
        _second = await RunningExample.StartAsync("WebApi", ["--node", nodes[1]], "nodes", "board");
        _two = new HttpClient { BaseAddress = new Uri(_second.Printed["board"]), Timeout = Patience };
        Assert.Equal(nodes[1], _second.Printed["nodes"]);
        Assert.All(new[] { _one, _two }, server => Assert.Equal("127.0.0.1", server.BaseAddress!.Host));
    }

    public async Task DisposeAsync()
    {
        _one?.Dispose();
        _two?.Dispose();
        if (_second is not null) await _second.DisposeAsync();
        if (_first is not null) await _first.DisposeAsync();
    }

    [Fact]
    public async Task Example_keeps_its_claims()
    {
        await Players_are_read_once_and_anew_after_a_change();
        await Board_is_shown_as_it_changes();
    }

    private async Task Players_are_read_once_and_anew_after_a_change()
    {
        // Also that there is no such player is read once.
        Assert.Equal(HttpStatusCode.NotFound, (await _one.GetAsync("players/ada")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _one.GetAsync("players/ada")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _two.GetAsync("players/ada")).StatusCode);
        Assert.Equal((1, 0), (await ReadsAsync(_one), await ReadsAsync(_two)));

        Assert.Equal(HttpStatusCode.NoContent, (await _one.PutAsync("players/ada?city=London", null)).StatusCode);
        await UntilCityAsync(_two, "London");
        await UntilCityAsync(_one, "London");
        var before = await ReadsAsync(_one) + await ReadsAsync(_two);

        // Many at once, at both: nobody reads the database any more.
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => (i % 2 == 0 ? _one : _two).GetAsync("players/ada")));
        Assert.Equal(before, await ReadsAsync(_one) + await ReadsAsync(_two));

        // A change at one server is seen at the other.
        await _two.PutAsync("players/ada?city=Paris", null);
        await UntilCityAsync(_one, "Paris");
        await UntilCityAsync(_two, "Paris");

        // So is the removal of all players: each is read once more.
        before = await ReadsAsync(_one) + await ReadsAsync(_two);
        Assert.Equal(HttpStatusCode.NoContent, (await _one.DeleteAsync("players/cached")).StatusCode);
        await UntilAsync(async () =>
        {
            await _two.GetAsync("players/ada");
            return await ReadsAsync(_one) + await ReadsAsync(_two) > before;
        }, "the database is read again");
        Assert.Equal("Paris", await CityAsync(_one));
    }

    private async Task Board_is_shown_as_it_changes()
    {
        var page = await _one.GetAsync("/");
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        var html = await page.Content.ReadAsStringAsync();
        Assert.Contains("new EventSource('/board/live')", html, StringComparison.Ordinal);
        Assert.DoesNotContain("://", html, StringComparison.Ordinal);

        await using var stream = await _two.GetStreamAsync("board/live");
        using var timeout = new CancellationTokenSource(Patience);
        await using var events = SseParser.Create(stream).EnumerateAsync(timeout.Token).GetAsyncEnumerator(timeout.Token);
        Assert.True(await events.MoveNextAsync());
        Assert.Equal(("board", "[]"), (events.Current.EventType, events.Current.Data));

        Assert.Equal(30, await PlayAsync("ada", 30));
        await UntilShownAsync(events, [new("ada", 30)]);
        Assert.Equal(20, await PlayAsync("grace", 20));
        Assert.Equal(45, await PlayAsync("grace", 25));
        await UntilShownAsync(events, [new("grace", 45), new("ada", 30)]);
        foreach (var server in new[] { _one, _two }) Assert.Equal([new("grace", 45), new("ada", 30)], (await server.GetFromJsonAsync<Row[]>("board"))!);
    }

    /// <summary>Plays at the first server; the second shows it.</summary>
    private async Task<double> PlayAsync(string name, int points) => await (await _one.PostAsync($"board/{name}?points={points}", null)).Content.ReadFromJsonAsync<double>();

    private static async Task UntilShownAsync(IAsyncEnumerator<SseItem<string>> events, Row[] rows)
    {
        do Assert.True(await events.MoveNextAsync());
        while (!JsonSerializer.Deserialize<Row[]>(events.Current.Data, JsonSerializerOptions.Web)!.SequenceEqual(rows));
    }

    private static async Task<int> ReadsAsync(HttpClient server) => await server.GetFromJsonAsync<int>("reads");

    private static async Task<string?> CityAsync(HttpClient server)
    {
        var answer = await server.GetAsync("players/ada");
        return answer.IsSuccessStatusCode ? (await answer.Content.ReadFromJsonAsync<Player>())!.City : null;
    }

    private static Task UntilCityAsync(HttpClient server, string city) => UntilAsync(async () => await CityAsync(server) == city, $"{city} is seen at {server.BaseAddress}");

    private static Task UntilAsync(Func<Task<bool>> condition, string what) => Until.TrueAsync(() => condition().GetAwaiter().GetResult(), Patience, () => what);

    private sealed record Row(string Name, double Score);

    private sealed record Player(string Name, string City);
}
