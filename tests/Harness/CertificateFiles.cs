using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AkkaCache.Testing;

/// <summary>A certificate for localhost, signed by an authority that a root has signed, in the forms that people have certificates in. A folder that goes when disposed.</summary>
public sealed class CertificateFiles : IDisposable
{
    public const string Password = "open sesame";

    private readonly string _folder = Directory.CreateTempSubdirectory("akkacache-tls-").FullName;

    public CertificateFiles()
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var root = AuthorityRequest("test root", rootKey).CreateSelfSigned(From, Until);
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var authorityOnly = AuthorityRequest("test authority", authorityKey).Create(root, From, Until, [1]);
        using var authority = authorityOnly.CopyWithPrivateKey(authorityKey);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var issued = request.Create(authority, From, Until, [2]);
        using var own = issued.CopyWithPrivateKey(key);

        var encryption = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
        Root = Write("root.pem", root.ExportCertificatePem());
        Chain = Write("chain.pem", own.ExportCertificatePem() + "\n" + authority.ExportCertificatePem() + "\n");
        Key = Write("key.pem", key.ExportPkcs8PrivateKeyPem());
        EncryptedKey = Write("encrypted-key.pem", key.ExportEncryptedPkcs8PrivateKeyPem(Password, encryption));
        Together = Write("together.pem", own.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
        using var strange = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        StrangeKey = Write("strange-key.pem", strange.ExportPkcs8PrivateKeyPem());
        Pkcs12 = Path.Combine(_folder, "own.pfx");
        X509Certificate2Collection chain = [own, authorityOnly];
        File.WriteAllBytes(Pkcs12, chain.Export(X509ContentType.Pkcs12, Password)!);
    }

    /// <summary>The certificate that a client may trust.</summary>
    public string Root { get; }

    /// <summary>The certificate, and behind it that of the authority which the root has signed.</summary>
    public string Chain { get; }

    public string Key { get; }

    /// <summary>The key under <see cref="Password"/>.</summary>
    public string EncryptedKey { get; }

    /// <summary>Certificate and key in one file.</summary>
    public string Together { get; }

    /// <summary>A key of another certificate.</summary>
    public string StrangeKey { get; }

    /// <summary>Certificate, key and chain under <see cref="Password"/>.</summary>
    public string Pkcs12 { get; }

    private static DateTimeOffset From => DateTimeOffset.UnixEpoch.AddYears(30);

    private static DateTimeOffset Until => DateTimeOffset.UnixEpoch.AddYears(130);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static CertificateRequest AuthorityRequest(string name, ECDsa key)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request;
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
