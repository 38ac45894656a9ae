using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using AkkaCache.Testing;
using StackExchange.Redis;

namespace AkkaCache.Daemon.Tests;

/// <summary>The daemon with a certificate, seen by clients that check it.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly CertificateFiles _files = new();

    [Fact]
    public async Task Client_that_trusts_the_root_is_served_and_a_plain_one_is_not()
    {
        await using var daemon = await Start();
        Assert.Contains($"door       resp {daemon.Resp} tls", daemon.Output, StringComparison.Ordinal);

        var options = new ConfigurationOptions { EndPoints = { daemon.Resp }, Ssl = true, SslHost = "localhost" };
        using var root = X509CertificateLoader.LoadCertificateFromFile(_files.Root);
        options.CertificateValidation += (_, certificate, chain, _) => IsTrusted(certificate, chain, root);
        await using (var connection = await ConnectionMultiplexer.ConnectAsync(options))
        {
            var value = new string('x', 100_000);
            await connection.GetDatabase().StringSetAsync("key", value);
            Assert.Equal(value, await connection.GetDatabase().StringGetAsync("key"));
        }

        var plain = new ConfigurationOptions { EndPoints = { daemon.Resp }, ConnectTimeout = 2000, ConnectRetry = 1 };
        await Assert.ThrowsAsync<RedisConnectionException>(() => ConnectionMultiplexer.ConnectAsync(plain));
    }

    [SkippableFact]
    public async Task Redis_cli_is_served()
    {
        await using var daemon = await Start();
        var start = new ProcessStartInfo("redis-cli") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["--tls", "--cacert", _files.Root, "-h", "localhost", "-p", daemon.Resp.Port.ToString(CultureInfo.InvariantCulture), "ECHO", "hidden"])
            start.ArgumentList.Add(argument);
        Process? started = null;
        try
        {
            started = Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Skip.If(true, "no redis-cli here");
        }
        using var cli = started!;
        var (output, errors) = (cli.StandardOutput.ReadToEndAsync(), cli.StandardError.ReadToEndAsync());
        await cli.WaitForExitAsync().WaitAsync(DaemonProcess.Patience);
        Skip.If((await errors + await output).Contains("Unrecognized option", StringComparison.Ordinal), "redis-cli was built without TLS");

        Assert.Equal("hidden", (await output).Trim());
    }

    [Fact]
    public async Task Health_asks_over_tls()
    {
        await using var daemon = await Start();

        var health = await DaemonProcess.RunAsync(["health", .. Flags(daemon.Resp.Port)]);

        Assert.Equal((0, $"{daemon.Resp}: +PONG"), (health.ExitCode, health.Output.Trim()));
    }

    public void Dispose() => _files.Dispose();

    // The chain begins with what the server sent.
    private static bool IsTrusted(X509Certificate? certificate, X509Chain? chain, X509Certificate2 root)
    {
        chain!.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build((X509Certificate2)certificate!);
    }

    private Task<DaemonProcess> Start() => DaemonProcess.StartAsync(Flags(0));

    private string[] Flags(int port) =>
    [
        "--resp-port", port.ToString(CultureInfo.InvariantCulture),
        "--set", $"doors.resp.tls.certificate={_files.Chain}",
        "--set", $"doors.resp.tls.key={_files.Key}",
    ];
}
