using System.Diagnostics;

namespace AkkaCache.Examples.Tests;

/// <summary>An example that runs until it is told to end.</summary>
internal sealed class RunningExample : IAsyncDisposable
{
    /// <summary>Many times what a start takes, for machines that do other things meanwhile.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly Task<string> _errors;

    private RunningExample(string name, string[] arguments)
    {
        _process = Process.Start(new ProcessStartInfo("dotnet", [ExampleProcess.Find(name), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>What it printed, by what stands before the colon.</summary>
    public Dictionary<string, string> Printed { get; } = [];

    /// <summary>Starts it and returns when it has printed all of these.</summary>
    public static async Task<RunningExample> StartAsync(string name, string[] arguments, params string[] wanted)
    {
        var example = new RunningExample(name, arguments);
        try
        {
            foreach (var expected in wanted)
            {
                var line = await example._process.StandardOutput.ReadLineAsync().WaitAsync(Patience) ?? throw new InvalidOperationException($"it ended: {await example._errors}");
                var colon = line.IndexOf(": ", StringComparison.Ordinal);
                Assert.Equal(expected, line[..colon]);
                example.Printed[expected] = line[(colon + 2)..];
            }
            return example;
        }
        catch
        {
            await example.DisposeAsync();
            throw;
        }
    }

    /// <summary>Tells it to end, as Ctrl-C and supervisors do, and waits until it has ended with the nodes that it started.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            await kill.WaitForExitAsync();

            // Its nodes share its standard error, which ends with the last of them: none is left behind.
            Assert.Equal("", await _errors.WaitAsync(Patience));
            await _process.WaitForExitAsync().WaitAsync(Patience);
        }
        finally
        {
            if (!_process.HasExited) _process.Kill(entireProcessTree: true);
            _process.Dispose();
        }
    }
}
