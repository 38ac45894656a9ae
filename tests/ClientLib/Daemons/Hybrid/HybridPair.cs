using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaCache.Client.Tests.Daemons.Hybrid;

/// <summary>A daemon and two applications with a HybridCache on it, for all tests of a class. Tests have keys of their own.</summary>
public abstract class HybridPair : IAsyncLifetime
{
    public const int MaximumPayloadBytes = 10_000;

    private readonly OneDaemon _daemon = new();
    private ServiceProvider? _one;
    private ServiceProvider? _two;

    public OneDaemon Daemon => _daemon;

    public HybridCache One => _one!.GetRequiredService<HybridCache>();

    /// <summary>Of another process, as far as it can tell.</summary>
    public HybridCache Two => _two!.GetRequiredService<HybridCache>();

    public CacheClient Client => _one!.GetRequiredService<CacheClient>();

    /// <summary>A name that nobody else uses.</summary>
    public static string NewName() => Guid.NewGuid().ToString("N");

    /// <summary>Under which key the cluster has an entry.</summary>
    public abstract string NameOf(string key);

    public async Task InitializeAsync()
    {
        await _daemon.InitializeAsync();
        _one = Build();
        _two = Build();
    }

    public async Task DisposeAsync()
    {
        foreach (var services in new[] { _one, _two })
        {
            if (services is not null) await services.DisposeAsync();
        }
        await _daemon.DisposeAsync();
    }

    protected abstract void AddTo(IServiceCollection services);

    private ServiceProvider Build()
    {
        var services = new ServiceCollection().AddAkkaCacheClient(_daemon.Options);
        AddTo(services);
        services.AddSingleton<IHybridCacheSerializer<OwnText>, OwnText.Serializer>();
        services.AddSingleton<IHybridCacheSerializerFactory>(new FactoryOf<FromFactory>("first"));
        services.AddSingleton<IHybridCacheSerializerFactory>(new FactoryOf<FromFactory>("last"));
        return services.BuildServiceProvider();
    }

    /// <summary>A type that says how it is written.</summary>
    public sealed record OwnText(string Text)
    {
        public sealed class Serializer : IHybridCacheSerializer<OwnText>
        {
            public OwnText Deserialize(ReadOnlySequence<byte> source) => new(Encoding.UTF8.GetString(source));

            public void Serialize(OwnText value, IBufferWriter<byte> target) => Encoding.UTF8.GetBytes(value.Text + ", written", target);
        }
    }

    /// <summary>Carries the name of the factory whose serializer read it.</summary>
    public sealed record FromFactory(string ReadBy);

    private sealed class FactoryOf<TOnly>(string name) : IHybridCacheSerializerFactory
    {
        public bool TryCreateSerializer<T>([NotNullWhen(true)] out IHybridCacheSerializer<T>? serializer)
        {
            serializer = typeof(T) == typeof(TOnly) ? (IHybridCacheSerializer<T>)(object)new Named(name) : null;
            return serializer is not null;
        }

        private sealed class Named(string name) : IHybridCacheSerializer<FromFactory>
        {
            public FromFactory Deserialize(ReadOnlySequence<byte> source) => new(name);

            public void Serialize(FromFactory value, IBufferWriter<byte> target) => target.Write("x"u8);
        }
    }
}

/// <summary>Ours.</summary>
public sealed class AkkaCachePair : HybridPair
{
    public override string NameOf(string key) => "hybrid:e:" + key;

    // Times that no busy machine reaches: none of these tests is about them.
    protected override void AddTo(IServiceCollection services) =>
        services.AddAkkaCacheHybridCache(new AkkaCacheHybridOptions { MaximumPayloadBytes = MaximumPayloadBytes, ReadTimeout = TimeSpan.FromMinutes(1) });
}

/// <summary>The twin: Microsoft's own implementation, with the cluster as its second level through IDistributedCache.</summary>
public sealed class MicrosoftPair : HybridPair
{
    public override string NameOf(string key) => key;

    protected override void AddTo(IServiceCollection services) => services.AddHybridCache(options => options.MaximumPayloadBytes = MaximumPayloadBytes);
}
