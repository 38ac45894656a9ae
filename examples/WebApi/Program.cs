using AkkaCache.Client;
using AkkaCache.Examples;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Caching.Hybrid;

await using var cluster = await LocalCluster.StartAsync(args, nodes: 3);

var builder = WebApplication.CreateBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls("http://127.0.0.1:0");

// The two lines that an application needs. The time is for machines that run several nodes and much else besides.
builder.Services.AddAkkaCacheClient(cluster.ClientOptions);
builder.Services.AddAkkaCacheHybridCache(new AkkaCacheHybridOptions { ReadTimeout = cluster.ClientOptions.OperationTimeout });

builder.Services.AddSingleton<PlayerDatabase>();
builder.Services.AddSingleton<LiveBoard>();
builder.Services.AddHostedService(services => services.GetRequiredService<LiveBoard>());
await using var app = builder.Build();

app.MapGet("/", () => Results.Stream(typeof(Player).Assembly.GetManifestResourceStream("page.html")!, "text/html; charset=utf-8"));

// Read once, however many ask and at however many servers; after a change every server reads anew.
app.MapGet("/players/{name}", async (string name, HybridCache cache, PlayerDatabase database, CancellationToken token) =>
    await cache.GetOrCreateAsync($"player:{name}", read => database.FindAsync(name, read), tags: ["players"], cancellationToken: token) is { } player ? Results.Ok(player) : Results.NotFound());

app.MapPut("/players/{name}", async (string name, string city, HybridCache cache, PlayerDatabase database) =>
{
    await database.SaveAsync(new Player(name, city));
    await cache.RemoveAsync($"player:{name}");
    return Results.NoContent();
});

// Whatever was cached of any player, at any server.
app.MapDelete("/players/cached", async (HybridCache cache) =>
{
    await cache.RemoveByTagAsync("players");
    return Results.NoContent();
});

app.MapPost("/board/{name}", async (string name, double points, LiveBoard board) => Results.Ok(await board.AddAsync(name, points)));
app.MapGet("/board", async (LiveBoard board) => await board.TopAsync());
app.MapGet("/board/live", (LiveBoard board, CancellationToken token) => TypedResults.ServerSentEvents(board.WatchAsync(token), "board"));
app.MapGet("/reads", (PlayerDatabase database) => database.Reads);

await app.StartAsync();
Console.WriteLine($"nodes: {string.Join(", ", cluster.ClientOptions.Nodes)}");
Console.WriteLine($"board: {app.Urls.Single()}/");
await app.WaitForShutdownAsync();
