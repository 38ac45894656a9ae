using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using AkkaLevel = Akka.Event.LogLevel;

namespace AkkaCache.Node.Telemetry;

/// <summary>How the daemon logs: one line per event to standard output, with UTC time; Akka's own events from warning up.</summary>
public static class Logging
{
    private const string JsonTimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <param name="level">The least level of the product's own events.</param>
    /// <param name="akkaLevel">The least level of Akka's events, as its own configuration names it.</param>
    /// <param name="json">One JSON object per line instead of text.</param>
    public static ILoggingBuilder AddNodeLogging(this ILoggingBuilder logging, LogLevel level, string akkaLevel, bool json)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(LogLevel.Warning);
        logging.AddFilter("AkkaCache", level);
        logging.AddFilter("Akka", AkkaLevelOf(akkaLevel) switch
        {
            AkkaLevel.DebugLevel => LogLevel.Debug,
            AkkaLevel.InfoLevel => LogLevel.Information,
            AkkaLevel.WarningLevel => LogLevel.Warning,
            _ => LogLevel.Error,
        });

        // Sharding warns of everything it will try again a moment later, each time with the list of all shards. Partitions that
        // are not served show in readiness; whoever wants more asks for more with akka.loglevel.
        if (AkkaLevelOf(akkaLevel) == AkkaLevel.WarningLevel) logging.AddFilter("Akka.ShardRegion", LogLevel.Error);

        // What stops a start is told in one line by the daemon; the host would add a stack trace.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        logging.AddFilter("Akka.Hosting.AkkaHostedService", LogLevel.None);
        if (json)
        {
            logging.AddJsonConsole(options =>
            {
                options.UseUtcTimestamp = true;
                options.TimestampFormat = JsonTimeFormat;
            });
        }
        else
        {
            logging.AddConsole(options => options.FormatterName = LineFormatter.FormatterName);
            logging.AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
            logging.Services.TryAddSingleton(TimeProvider.System);
        }
        return logging;
    }

    /// <summary>Akka's level of a name in its own configuration; an unknown one is a warning, which is the default here.</summary>
    public static AkkaLevel AkkaLevelOf(string name) => name.ToUpperInvariant() switch
    {
        "DEBUG" => AkkaLevel.DebugLevel,
        "INFO" => AkkaLevel.InfoLevel,
        "ERROR" => AkkaLevel.ErrorLevel,
        _ => AkkaLevel.WarningLevel,
    };
}
