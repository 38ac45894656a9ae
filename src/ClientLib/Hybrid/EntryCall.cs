using AkkaCache.Client.Near;
using AkkaCache.Client.Telemetry;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Client.Hybrid;

/// <summary>A call that found nothing near: looks in the cluster, runs the factory, stores what it made.</summary>
internal sealed class EntryCall(
    byte[] name, EntryTerms terms, IReadOnlyList<byte[]> tags, NearTicket ticket, AkkaCacheHybridOptions options, FirstLevel firstLevel, ClusterEntries cluster, TagMarkers markers, EntryValues values, TimeProvider time, ILogger log)
{
    public static readonly KeyValuePair<string, object?> Near = new("level", "near");
    private static readonly KeyValuePair<string, object?> Cluster = new("level", "cluster");

    /// <summary>The markers as they are before the factory runs. Null when nothing is to be kept, or cannot be because the cluster does not answer.</summary>
    public async ValueTask<CapturedMarkers?> CaptureAsync(CancellationToken token)
    {
        if (!terms.Keeps) return null;
        using var limit = new StepLimit(options.ReadTimeout, time, token);
        try
        {
            return await markers.CaptureAsync(tags, terms.ReadsLocal, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (limit.IsFault(e))
        {
            ReadFailed(e);
            return null;
        }
    }

    /// <summary>Finds the value or makes it.</summary>
    public async Task<MadeValue<T>> RunAsync<T>(Func<CancellationToken, ValueTask<T>> factory, CapturedMarkers? captured, CancellationToken token)
    {
        ReadOnlyMemory<byte>? seen = null;

        // Where the markers could not be had, an entry could not be checked either.
        if (captured is not null || !terms.Keeps)
        {
            using var limit = new StepLimit(options.ReadTimeout, time, token);
            try
            {
                (seen, var found) = await FindAsync<T>(limit.Token).ConfigureAwait(false);
                if (found is not null) return found;
            }
            catch (Exception e) when (limit.IsFault(e))
            {
                ReadFailed(e);
                captured = null;
            }
        }
        if (!terms.RunsFactory) return new MadeValue<T>(default, null);
        ClientMeter.HybridMisses.Add(1);
        var value = await factory(token).ConfigureAwait(false);

        // Also those that are not kept, unless all who wait may share the object.
        if ((captured is null && ImmutableType<T>.IsShared) || !values.TryWrite(value, out var bytes)) return new MadeValue<T>(value, null);
        if (captured is not null) await KeepAsync(captured, seen, bytes).ConfigureAwait(false);
        return new MadeValue<T>(value, bytes);
    }

    /// <summary>What the key holds, and the value if that is a valid entry and the call wants it.</summary>
    private async ValueTask<(ReadOnlyMemory<byte>? Seen, MadeValue<T>? Found)> FindAsync<T>(CancellationToken token)
    {
        if (terms.ReadsLocal && firstLevel.TryFindAlone(name, out var alone) && await TryUseAsync<T>(alone.Value, alone, token).ConfigureAwait(false) is { } own) return (null, own);
        var isNear = firstLevel.TryFindNear(name, out var near) && terms.ReadsLocal;

        // What is stored depends on what was there, so that is read even by those who do not want it.
        if (!isNear && !terms.ReadsCluster && !(terms.Keeps && terms.WritesCluster)) return (null, null);
        var seen = isNear ? near!.Value : await cluster.ReadAsync(name, terms.WritesLocal ? terms.LocalExpiration : null, token).ConfigureAwait(false);
        if (!isNear && !terms.ReadsCluster) return (seen, null);
        return (seen, await TryUseAsync<T>(seen, isNear ? near : null, token).ConfigureAwait(false));
    }

    private async ValueTask<MadeValue<T>?> TryUseAsync<T>(ReadOnlyMemory<byte>? bytes, NearEntry? kept, CancellationToken token)
    {
        if (bytes is not { } found || HybridEntry.IsRemoval(found.Span)) return null;
        if (!HybridEntry.TryRead(found, out var entry))
        {
            values.Fail<T>(null);
            return null;
        }
        if (!await markers.AreCurrentAsync(entry, terms.ReadsLocal, token).ConfigureAwait(false) || !values.TryRead<T>(entry, kept, out var value)) return null;
        ClientMeter.HybridHits.Add(1, kept is null ? Cluster : Near);
        return new MadeValue<T>(value, entry.IsNull ? null : entry.Value);
    }

    /// <summary>Not cancelled with the call: the value is there, and others will want it.</summary>
    private async ValueTask KeepAsync(CapturedMarkers captured, ReadOnlyMemory<byte>? seen, ReadOnlyMemory<byte>? value)
    {
        var bytes = HybridEntry.Write(UniqueId.New(), captured, value);
        if (!terms.WritesCluster)
        {
            firstLevel.KeepAlone(name, ticket, bytes, terms.LocalExpiration);
            return;
        }
        try
        {
            var stored = cluster.TryStoreAsync(name, seen, bytes, terms.Expiration, CancellationToken.None).AsTask();
            await stored.WaitAsync(options.ReadTimeout, time, CancellationToken.None).ConfigureAwait(false);

            // Whoever made a new value for all does not go on reading an older one of his own.
            if (terms.WritesLocal && firstLevel.TryFindAlone(name, out _)) firstLevel.Forget(name);
        }
        catch (Exception e) when (e is CacheException or TimeoutException)
        {
            ClientMeter.HybridFailures.Add(1);
            HybridLog.StoreFailed(log, e);
        }
    }

    private void ReadFailed(Exception error)
    {
        ClientMeter.HybridFailures.Add(1);
        HybridLog.ReadFailed(log, error);
    }
}
