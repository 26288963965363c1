namespace Aegir.WebServers;

/// <summary>What the hub tells the web server of one machine. Every write leaves a configuration that passed the web server's own test, or
/// the one of before; a change is in force after the next <see cref="ReloadAsync"/>. Writing what is there already changes nothing.</summary>
public interface IWebHosting
{
    /// <summary>Folders, main configuration and the default host that answers 404 to names that no site has.</summary>
    /// <exception cref="AegirException">WebConfigurationRefused with the web server's own words; WebServerMissing.</exception>
    Task PublishServerAsync(CancellationToken cancellation);

    /// <exception cref="AegirException">WebConfigurationRefused, CertificateMissing.</exception>
    Task PublishSiteAsync(HostedSite site, CancellationToken cancellation);

    /// <summary>One that is not there is no error.</summary>
    Task WithdrawSiteAsync(string name, CancellationToken cancellation);

    /// <param name="name">The platform's context name.</param>
    Task PublishPlatformAsync(string name, string docroot, CancellationToken cancellation);

    Task WithdrawPlatformAsync(string name, CancellationToken cancellation);

    /// <summary>Reloads the web server if something was written since the last time; what others wrote meanwhile is in force as well.</summary>
    /// <exception cref="AegirException">WebReloadFailed.</exception>
    Task ReloadAsync(CancellationToken cancellation);
}
