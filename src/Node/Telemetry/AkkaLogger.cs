using Akka.Actor;
using Akka.Dispatch;
using Akka.Event;
using Akka.Hosting.Logging;
using Microsoft.Extensions.Logging;
using AkkaLevel = Akka.Event.LogLevel;

namespace AkkaCache.Node.Telemetry;

/// <summary>Hands Akka's log events to Microsoft.Extensions.Logging, under the category Akka and the class that logged.</summary>
/// <remarks>Akka.Hosting's own bridge writes level, time and thread into the message once more.</remarks>
internal sealed class AkkaLogger : UntypedActor, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    private readonly Dictionary<Type, ILogger> _loggers = [];
    private ILoggerFactory? _factory;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case InitializeLogger:
                _factory = Context.System.Settings.Setup.Get<LoggerFactorySetup>() is { HasValue: true, Value: var setup } ? setup.LoggerFactory : null;
                Sender.Tell(new LoggerInitialized());
                break;
            case LogEvent log when _factory is not null:
                Write(log);
                break;
        }
    }

    private void Write(LogEvent log)
    {
        var level = log.LogLevel() switch
        {
            AkkaLevel.DebugLevel => Microsoft.Extensions.Logging.LogLevel.Debug,
            AkkaLevel.InfoLevel => Microsoft.Extensions.Logging.LogLevel.Information,
            AkkaLevel.WarningLevel => Microsoft.Extensions.Logging.LogLevel.Warning,
            _ => Microsoft.Extensions.Logging.LogLevel.Error,
        };
        var type = log.LogClass ?? typeof(ActorSystem);
        if (!_loggers.TryGetValue(type, out var logger)) _loggers[type] = logger = _factory!.CreateLogger("Akka." + type.Name);
        if (logger.IsEnabled(level)) TelemetryLog.Akka(logger, level, log.Message?.ToString() ?? "", log.LogSource ?? "", log.Cause);
    }
}
