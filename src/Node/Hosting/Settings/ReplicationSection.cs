namespace AkkaCache.Node.Hosting.Settings;

/// <summary>Reads the section replication of hocon/akkacache.conf.</summary>
internal static class ReplicationSection
{
    /// <summary>One lost ping is no news, nor are two: a silence shorter than this would be suspected all the time.</summary>
    private const int PingsMissed = 3;

    /// <summary>That of Linux.</summary>
    private const int MaxPathLength = 4096;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50);

    public static ReplicationOptions Read(SettingMap settings)
    {
        var factor = (int)settings.Count("replication.factor", 1, 7);
        var minInSync = (int)settings.Count("replication.min-in-sync", 1, 7, zero: "the smaller of 2 and replication.factor");
        if (minInSync > factor) throw SettingMap.Bad("replication.min-in-sync", settings.Take("replication.min-in-sync"), $"at most replication.factor, which is {factor}");
        var ping = settings.Time("replication.ping-interval", TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(10));
        return new ReplicationOptions
        {
            Mode = settings.Choice("replication.mode", ("none", ReplicationMode.None), ("async", ReplicationMode.Async), ("sync", ReplicationMode.Sync)),
            Factor = factor,
            MinInSync = minInSync == 0 ? Math.Min(2, factor) : minInSync,
            InSyncWait = settings.Time("replication.in-sync-wait", TimeSpan.FromMilliseconds(10), Longest),
            Lease = AboveSomePings(settings, "replication.lease", TimeSpan.FromMilliseconds(100), ping),
            SuspectAfter = AboveSomePings(settings, "replication.suspect-after", Shortest, ping),
            GiveUpAfter = settings.Time("replication.give-up-after", TimeSpan.FromMilliseconds(500), TimeSpan.FromHours(1), zero: "once it has left the cluster"),
            PingInterval = ping,
            BackupTimeout = settings.Time("replication.backup-timeout", Shortest, Longest),
            FlushInterval = settings.Time("replication.flush-interval", TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(100), zero: "with each batch of commands"),
            CompareEvery = settings.Time("replication.compare-every", TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(30), zero: "never"),
            LogBytes = settings.PowerOfTwo("replication.log-bytes", 4 << 10, 64 << 20),
            MaxLagBytes = (int)settings.Bytes("replication.max-lag-bytes", 64 << 10, 1 << 30),
            MaxMoves = (int)settings.Count("replication.max-moves", 1, 64),
            JournalDirectory = settings.Text("replication.journal", MaxPathLength, $"a directory, at most {MaxPathLength} characters", static text => !text.Contains('\0', StringComparison.Ordinal)),
            JournalBytes = (int)settings.Bytes("replication.journal-bytes", 1 << 20, 1 << 30),
        };
    }

    private static TimeSpan AboveSomePings(SettingMap settings, string key, TimeSpan min, TimeSpan ping)
    {
        var time = settings.Time(key, min, Longest);
        return time >= PingsMissed * ping
            ? time
            : throw SettingMap.Bad(key, settings.Take(key), $"at least {PingsMissed} times replication.ping-interval, which is {Duration.ToText(ping)}");
    }
}
