using AkkaCache.Node.Hosting;
using AkkaCache.Node.Hosting.Settings;
using AkkaCache.Testing;

namespace AkkaCache.Node.Tests.Hosting;

public sealed class TlsSettingsTests : IDisposable
{
    private readonly CertificateFiles _files = new();

    [Fact]
    public void No_certificate_is_no_tls() => Assert.Null(new NodeOptionsReader().Read().Resp.Certificate);

    [Fact]
    public void Certificate_is_taken_in_every_form_with_its_key_and_its_chain()
    {
        foreach (var (certificate, key, password, chain) in new[]
        {
            (_files.Chain, _files.Key, "", 1),
            (_files.Chain, _files.EncryptedKey, CertificateFiles.Password, 1),
            (_files.Together, "", "", 0),
            (_files.Pkcs12, "", CertificateFiles.Password, 1),
        })
        {
            var read = Read(certificate, key, password);

            Assert.Equal("CN=localhost", read.TargetCertificate.Subject);
            Assert.True(read.TargetCertificate.HasPrivateKey);
            Assert.Equal(chain, read.IntermediateCertificates.Count);
        }
    }

    [Fact]
    public void Unusable_files_are_named_with_the_reason_and_without_the_password()
    {
        foreach (var (certificate, key, password, start) in new[]
        {
            (_files.Chain + "x", _files.Key, "", $"doors.resp.tls.certificate = {_files.Chain}x: must be a file that can be read: "),
            (_files.Chain, _files.Key + "x", "", $"doors.resp.tls.key = {_files.Key}x: must be a file that can be read: "),
            (_files.Chain, "", "", $"doors.resp.tls.certificate = {_files.Chain}: must be a certificate in PEM or PKCS#12 with its private key: "),
            (_files.Chain, _files.StrangeKey, "", $"doors.resp.tls.certificate = {_files.Chain}: must be a certificate in PEM or PKCS#12 with its private key: "),
            (_files.Chain, _files.EncryptedKey, "wrong", $"doors.resp.tls.certificate = {_files.Chain}: must be a certificate in PEM or PKCS#12 with its private key: "),
            (_files.Pkcs12, "", "wrong", $"doors.resp.tls.certificate = {_files.Pkcs12}: must be a certificate in PEM or PKCS#12 with its private key: "),
            ("", _files.Key, "", $"doors.resp.tls.key = {_files.Key}: must be empty without doors.resp.tls.certificate (from t)"),
            ("", "", "wrong", "doors.resp.tls.password = (hidden): must be empty without doors.resp.tls.certificate (from t)"),
        })
        {
            var message = Assert.Throws<SettingException>(() => Read(certificate, key, password)).Message;

            Assert.StartsWith(start, message, StringComparison.Ordinal);
            Assert.EndsWith("(from t)", message, StringComparison.Ordinal);
            Assert.DoesNotContain("wrong", message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', message);
        }
    }

    public void Dispose() => _files.Dispose();

    private static System.Net.Security.SslStreamCertificateContext Read(string certificate, string key, string password) => new NodeOptionsReader()
        .Set("doors.resp.tls.certificate", certificate, "t")
        .Set("doors.resp.tls.key", key, "t")
        .Set("doors.resp.tls.password", password, "t")
        .Read().Resp.Certificate!;
}
