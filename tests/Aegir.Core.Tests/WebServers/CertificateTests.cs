using System.Security.Cryptography.X509Certificates;
using Aegir.Tests.Components;

namespace Aegir.Tests.WebServers;

/// <summary>Certificates of sites (aegir-spec 2.13, 6.4), as web servers present them.</summary>
public sealed class CertificateTests
{
    [NeedsWebServersTheory, Both]
    public async Task A_site_without_a_certificate_gets_a_self_signed_one_and_keeps_it(WebServerType type)
    {
        using var trial = new WebTrial(type);
        await trial.PublishAsync(trial.Hosted with { Https = HttpsMode.On });

        var shown = trial.Visitor.Get(WebTrial.Site, "/", https: true).Certificate!;
        Assert.Equal($"CN={WebTrial.Site}", shown.Subject);
        Assert.Equal(shown.Subject, shown.Issuer);
        Assert.Equal(2048, shown.GetRSAPublicKey()!.KeySize);
        Assert.Equal(365, (shown.NotAfter - shown.NotBefore).Days);

        await trial.PublishAsync(trial.Hosted with { Https = HttpsMode.Required });
        Assert.Equal(shown.Thumbprint, trial.Visitor.Get(WebTrial.Site, "/", https: true).Certificate!.Thumbprint);
    }

    [NeedsWebServersTheory, Both]
    public async Task A_name_that_is_longer_than_a_common_name_may_be(WebServerType type)
    {
        using var trial = new WebTrial(type);
        var name = string.Join('.', Enumerable.Repeat("a-label-that-is-long", 9)) + ".test";

        await trial.PublishAsync(trial.Hosted with { Name = name, Https = HttpsMode.On });

        Assert.Equal(200, trial.Visitor.Get(name).Status);
        Assert.True(trial.Visitor.Get(name, "/", https: true).Certificate!.MatchesHostname(name));
    }

    [NeedsWebServersTheory, Both("chain"), Both("whole chain"), Both("none")]
    public async Task A_named_certificate_is_presented_with_its_chain(WebServerType type, string chain)
    {
        using var trial = new WebTrial(type);
        var folder = MakeCertificate(trial, "shared", chain);

        await trial.PublishAsync(trial.Hosted with { Https = HttpsMode.Required, Certificate = "shared", Aliases = ["www.example.test"] });

        Assert.Equal("CN=leaf.example.test", trial.Visitor.Get("www.example.test", "/", https: true).Certificate!.Subject);
        var sent = Command.Try("sh", "-c", "openssl s_client -connect 127.0.0.1:$1 -servername $2 -showcerts </dev/null 2>/dev/null | grep -c BEGIN", "sh",
            trial.Web.Server.WebHttpsPort.ToString(System.Globalization.CultureInfo.InvariantCulture), WebTrial.Site).Output.Trim();
        Assert.Equal(chain == "none" ? "1" : "2", sent);
        Assert.Equal(File.ReadAllText(folder + "/openssl.key"), File.ReadAllText(trial.Folder.At("aegir/config/server_master/ssl.d/shared/openssl.key")));
    }

    [NeedsWebServersTheory, Both]
    public async Task A_copy_of_a_certificate_stays_while_a_site_uses_it(WebServerType type)
    {
        using var trial = new WebTrial(type);
        MakeCertificate(trial, "shared", "chain");
        var copy = trial.Folder.At("aegir/config/server_master/ssl.d/shared");
        await trial.Hosting.PublishSiteAsync(trial.Hosted with { Https = HttpsMode.On, Certificate = "shared" }, default);
        await trial.PublishAsync(trial.Hosted with { Name = "two.example.test", Https = HttpsMode.On, Certificate = "shared" });

        await trial.PublishAsync(trial.Hosted with { Https = HttpsMode.Off, Certificate = "shared" });
        Assert.Equal(["two.example.test.receipt"], Directory.EnumerateFiles(copy, "*.receipt").Select(Path.GetFileName));
        Assert.Equal("CN=leaf.example.test", trial.Visitor.Get("two.example.test", "/", https: true).Certificate!.Subject);
        await trial.Hosting.WithdrawSiteAsync("two.example.test", default);

        Assert.False(Directory.Exists(copy));
        Assert.True(File.Exists(trial.Folder.At("aegir/config/ssl.d/shared/openssl.key")));
    }

    [NeedsWebServersTheory, Both]
    public async Task A_certificate_that_is_renewed_is_taken_over_by_the_next_publish(WebServerType type)
    {
        using var trial = new WebTrial(type);
        MakeCertificate(trial, "shared", "none");
        var site = trial.Hosted with { Https = HttpsMode.On, Certificate = "shared" };
        await trial.PublishAsync(site);
        var before = trial.Visitor.Get(WebTrial.Site, "/", https: true).Certificate!.Thumbprint;

        MakeCertificate(trial, "shared", "none");
        await trial.PublishAsync(site);

        Assert.NotEqual(before, trial.Visitor.Get(WebTrial.Site, "/", https: true).Certificate!.Thumbprint);
    }

    [NeedsWebServersTheory, Both]
    public async Task A_named_certificate_that_is_missing_or_does_not_fit_changes_nothing(WebServerType type)
    {
        using var trial = new WebTrial(type);
        await trial.PublishAsync();
        var site = trial.Hosted with { Https = HttpsMode.On, Certificate = "not-there" };

        var missing = await Assert.ThrowsAsync<AegirException>(() => trial.Hosting.PublishSiteAsync(site, default));
        Assert.Equal("CertificateMissing", missing.Id);
        Assert.Contains(trial.Folder.At("aegir/config/ssl.d/not-there"), missing.Message);

        var folder = MakeCertificate(trial, "not-there", "none");
        Command.Run("openssl", "genrsa", "-out", folder + "/openssl.key", "2048");
        var unfit = await Assert.ThrowsAsync<AegirException>(() => trial.Hosting.PublishSiteAsync(site, default));
        Assert.Equal("CertificateInvalid", unfit.Id);
        Command.Run("openssl", "rsa", "-aes128", "-passout", "pass:secret", "-in", folder + "/openssl.key", "-out", folder + "/openssl.key.new");
        File.Move(folder + "/openssl.key.new", folder + "/openssl.key", true);
        Assert.Equal("CertificateInvalid", (await Assert.ThrowsAsync<AegirException>(() => trial.Hosting.PublishSiteAsync(site, default))).Id);

        Assert.DoesNotContain("ssl", File.ReadAllText($"{trial.Web.Tree}/vhost.d/{WebTrial.Site}"), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(200, trial.Visitor.Get(WebTrial.Site).Status);
    }

    // A certificate of an authority of its own.
    private static string MakeCertificate(WebTrial trial, string key, string chain)
    {
        var folder = trial.Folder.At("aegir/config/ssl.d/" + key);
        Directory.CreateDirectory(folder);
        Command.Run("sh", "-c", """
            set -e; cd "$1"; rm -f openssl_chain.crt
            openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=authority -keyout ca.key -out ca.crt
            openssl req -newkey rsa:2048 -nodes -subj /CN=leaf.example.test -keyout openssl.key -out openssl.csr
            openssl x509 -req -in openssl.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 30 -out openssl.crt
            case $2 in
            chain) cp ca.crt openssl_chain.crt ;;
            'whole chain') cat openssl.crt ca.crt >openssl_chain.crt ;;
            esac
            """, "sh", folder, chain);
        return folder;
    }
}
