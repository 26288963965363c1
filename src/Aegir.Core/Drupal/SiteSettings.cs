using Aegir.Hosts;

namespace Aegir.Drupal;

/// <summary>The database that a site gets, as its settings name it.</summary>
/// <param name="Name">The database's name; for SQLite its path as it is to be written.</param>
/// <param name="User">Null for SQLite.</param>
/// <param name="Password">Null for SQLite.</param>
public sealed record NewDatabase(string Name, string? User = null, string? Password = null)
{
    public override string ToString() => Name;
}

/// <summary>The settings of a site that is to be installed.</summary>
/// <param name="Includes">The folder of global.inc.</param>
/// <param name="Group">The web server's group, which may read them.</param>
/// <param name="Names">The domain and its aliases.</param>
internal sealed record NewSettings(SiteLocation Site, NewConnection Database, string Salt, string Includes, string Group, IReadOnlyList<string> Names)
{
    public override string ToString() => Site.SettingsFile;
}

/// <param name="Driver">mysql, pgsql or sqlite.</param>
/// <param name="Name">For SQLite the path, as it is to be written.</param>
internal sealed record NewConnection(string Driver, string Name, string? User, string? Password, string? Host, int Port, string? UnixSocket)
{
    public override string ToString() => Name;
}

/// <summary>Writes settings.php.</summary>
public static class SiteSettings
{
    /// <summary>Reads what has to stay of a site's settings.</summary>
    /// <param name="token">The task's token, where a gate is closed.</param>
    /// <exception cref="AegirException">SettingsUnreadable.</exception>
    /// <param name="archived">True for settings out of an archive, which may have been stripped of their account.</param>
    public static Task<KeptSettings> ReadAsync(
        IHost host, string php, SiteLocation site, string? token, CancellationToken cancellation, bool archived = false) =>
        SitePhp.RunAsync<KeptSettings>(host, php, ["load-settings.php", "read-settings.php"],
            new { site.Docroot, site.Directory, site.Site, site.Major, MayLackDatabase = archived }, token, cancellation);

    /// <summary>
    /// Points a copy of a site's settings.php at a new database, in one block at its end: the connection is that of the old side but for
    /// name, user and password, and the salt and the sync directory are pinned as the old side has them, so that login links that were
    /// mailed stay good. Then reads it anew to see that it is in force. Further servers for the same database are left out of the block.
    /// </summary>
    /// <param name="at">The site as it will be; a copy of settings.php is there already. Where that is a link, it becomes a file.</param>
    /// <param name="token">The task's token, where a gate is closed.</param>
    /// <returns>The mode it was given: 0440, or 0444 as long as nothing shows that the web server could still read it.</returns>
    /// <exception cref="AegirException">SettingsUnreadable, SettingsNotWritable, SettingsNotInForce.</exception>
    public static async Task<int> WriteAsync(
        IHost host, string php, KeptSettings kept, SiteLocation at, NewDatabase database, SettingsChange change, string? token,
        CancellationToken cancellation)
    {
        var input = new
        {
            At = at,
            Kept = kept.Data,
            kept.Other,
            Database = database.Name,
            database.User,
            database.Password,
            change.Address,
            change.Salt,
            change.Map,
            change.Names,
        };
        var written = await SitePhp.RunAsync<Written>(
            host, php, ["load-settings.php", "connect-database.php", "write-file.php", "site-map.php", "settings-block.php",
                "write-settings.php"], input, token, cancellation)
            .ConfigureAwait(false);
        var check = await SitePhp.RunAsync<Check>(
            host, php, ["load-settings.php", "check-settings.php"], at, token, cancellation).ConfigureAwait(false);
        return check.Print == written.Expected ? written.Mode : throw new AegirException(
            AegirErrorKind.Failed, "SettingsNotInForce",
            check.Database == database.Name
                ? $"{at.SettingsFile} overrules the user, the connection or the salt that Aegir wrote at its end."
                : $"{at.SettingsFile} still opens the database '{check.Database}', not '{database.Name}' as Aegir wrote at its end.",
            "Look for a return, or for settings that are read after it, and let the end of the file have the last word.");
    }

    /// <summary>Writes the settings of a new site, 0440 and of the web server's group, and an empty local.settings.php beside them. Until they
    /// are there, nobody else may be able to enter the folder.</summary>
    /// <exception cref="AegirException">SettingsNotWritable.</exception>
    internal static Task WriteNewAsync(IHost host, string php, NewSettings settings, CancellationToken cancellation) =>
        SitePhp.RunAsync<object>(host, php, ["write-file.php", "names-block.php", "new-settings.php"], settings, null, cancellation);

    /// <summary>The password of the site's database. A secret: it goes no further than to the database server.</summary>
    /// <exception cref="AegirException">SettingsUnreadable, SiteIsClosed.</exception>
    internal static async Task<string> PasswordAsync(IHost host, string php, SiteLocation site, CancellationToken cancellation) =>
        (await SitePhp.RunAsync<Secret>(host, php, ["load-settings.php", "read-password.php"], site, null, cancellation).ConfigureAwait(false)).Password;

    private sealed record Secret(string Password)
    {
        public override string ToString() => "***";
    }

    private sealed record Written(int Mode, string Expected);

    private sealed record Check(string Print, string Database);
}
