using System.Security.Cryptography;
using Aegir.Databases;
using Aegir.Drupal;

namespace Aegir.Operations.Installing;

/// <summary>What the steps of an installation share while they run. The token, the password and the salt live here and in the site's
/// settings, and nowhere else.</summary>
public sealed class InstallWork(OperationServices services, InstallRecord record)
{
    public InstallRecord Record => record;

    public OperationServices Services => services;

    /// <summary>Lets our own commands and requests through the gate that keeps others from a half-installed site.</summary>
    public string Token { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    public string Password { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>55 random bytes, in the letters of URLs.</summary>
    public string Salt { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(55)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>What the site is like once it is installed.</summary>
    public SiteFacts? Facts { get; set; }

    /// <summary>The way in; null where drush gave none.</summary>
    public string? LoginUrl { get; set; }

    public Place Place(StepContext context) => services.Place(record.Server).For(context);

    public async Task<PlaceMember> LeadAsync(StepContext context) => (await Place(context).ReachAsync().ConfigureAwait(false)).Lead;

    public ISiteDatabases Databases(StepContext context) =>
        services.Databases(record.DatabaseType, services.Server(record.DatabaseServer ?? record.Server), Place(context), context.On);
}
