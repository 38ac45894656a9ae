using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AkkaCache.Node.Hosting.Settings;

/// <summary>Reads the section doors.resp.tls of hocon/akkacache.conf, and the files that it names.</summary>
internal static class TlsSection
{
    private const string CertificateKey = "doors.resp.tls.certificate";
    private const string PrivateKeyKey = "doors.resp.tls.key";
    private const string PasswordKey = "doors.resp.tls.password";

    /// <summary>The kernel's PATH_MAX.</summary>
    private const int MaxPathLength = 4096;

    private const int MaxPasswordLength = 512;

    /// <summary>A chain of certificates is some kilobytes; a file beyond this is none.</summary>
    private const int MaxFileBytes = 1 << 20;

    /// <returns>The certificate with its chain and private key, null when none is set.</returns>
    public static SslStreamCertificateContext? Read(SettingMap settings)
    {
        var certificate = settings.Text(CertificateKey, MaxPathLength, "the path of a file", _ => true);
        var key = settings.Text(PrivateKeyKey, MaxPathLength, "the path of a file", _ => true);
        var password = settings.Text(PasswordKey, MaxPasswordLength, $"at most {MaxPasswordLength} characters", _ => true);
        if (certificate.Length == 0)
        {
            if (key.Length > 0) throw SettingMap.Bad(PrivateKeyKey, settings.Take(PrivateKeyKey), $"empty without {CertificateKey}");
            if (password.Length > 0) throw SettingMap.Bad(PasswordKey, settings.Take(PasswordKey), $"empty without {CertificateKey}");
            return null;
        }

        var text = ReadFile(settings, CertificateKey, certificate);
        var keyText = key.Length > 0 ? ReadFile(settings, PrivateKeyKey, key) : text;
        try
        {
            return IsPem(text) ? FromPem(text, keyText, password) : FromPkcs12(text, password);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw SettingMap.Bad(CertificateKey, settings.Take(CertificateKey), $"a certificate in PEM or PKCS#12 with its private key: {e.Message}");
        }
    }

    private static byte[] ReadFile(SettingMap settings, string key, string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaxFileBytes }) throw SettingMap.Bad(key, settings.Take(key), $"a file of at most {ByteSize.ToText(MaxFileBytes)}");
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw SettingMap.Bad(key, settings.Take(key), $"a file that can be read: {e.Message}");
        }
    }

    private static bool IsPem(ReadOnlySpan<byte> text) => text.IndexOf("-----BEGIN "u8) >= 0;

    private static SslStreamCertificateContext FromPem(byte[] text, byte[] keyText, string password)
    {
        var pem = System.Text.Encoding.UTF8.GetString(text);
        var key = System.Text.Encoding.UTF8.GetString(keyText);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(pem);
        return WithChain(password.Length > 0 ? X509Certificate2.CreateFromEncryptedPem(pem, key, password) : X509Certificate2.CreateFromPem(pem, key), chain);
    }

    private static SslStreamCertificateContext FromPkcs12(byte[] text, string password)
    {
        var chain = X509CertificateLoader.LoadPkcs12Collection(text, password);
        var own = chain.FirstOrDefault(certificate => certificate.HasPrivateKey) ?? throw new CryptographicException("no certificate in the file has a private key");
        return WithChain(own, chain);
    }

    /// <summary>Offline: what a client needs beside the certificate stands in its file and is fetched from nowhere.</summary>
    private static SslStreamCertificateContext WithChain(X509Certificate2 own, X509Certificate2Collection chain) =>
        SslStreamCertificateContext.Create(own, [.. chain.Where(certificate => !certificate.Equals(own))], offline: true);
}
