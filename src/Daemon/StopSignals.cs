using System.Runtime.InteropServices;

namespace AkkaCache.Daemon;

/// <summary>The signals that tell the process to end, from its start to its end: a node that is just between two of its lives hears them too.</summary>
internal sealed class StopSignals : IDisposable
{
    private static readonly PosixSignal[] Signals = [PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT];

    private readonly CancellationTokenSource _received = new();
    private readonly PosixSignalRegistration[] _registrations;

    public StopSignals() => _registrations = [.. Signals.Select(signal => PosixSignalRegistration.Create(signal, OnSignal))];

    /// <summary>Canceled once one was received.</summary>
    public CancellationToken Received => _received.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _received.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        // The process ends when its node has handed over what it holds.
        context.Cancel = true;
        _received.Cancel();
    }
}
