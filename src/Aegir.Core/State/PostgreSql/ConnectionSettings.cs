using Npgsql;

namespace Aegir.State.PostgreSql;

/// <summary>A connection string with what a hub wants where it says nothing itself.</summary>
internal static class ConnectionSettings
{
    /// <exception cref="AegirException">ConnectionStringInvalid.</exception>
    public static NpgsqlDataSource Source(string address)
    {
        var given = HubAddress.Settings(address);
        var settings = new NpgsqlConnectionStringBuilder();
        foreach (string name in given.Keys)
            Set(settings, name, given[name]);
        if (settings.Host is not { Length: > 0 })
            throw HubAddress.Invalid("it names no host");

        void Default(string name, object value)
        {
            if (!settings.ContainsKey(name) || !IsGiven(name))
                settings[name] = value;
        }

        bool IsGiven(string name) => given.Keys.Cast<string>().Any(key => Plain(key) == Plain(name));

        Default("Application Name", "Aegir");
        // A machine that is gone must not be waited for long: there may be another.
        Default("Timeout", 5);
        Default("Command Timeout", 30);
        Default("Keepalive", 10);
        Default("Host Recheck Seconds", 1);
        Default("Maximum Pool Size", 32);
        // Nothing that we do to a connection outlives its transaction.
        Default("No Reset On Close", true);
        Default("Max Auto Prepare", 100);
        Default("Auto Prepare Min Usages", 3);
        settings.PersistSecurityInfo = false;
        if (!settings.Host.Contains(','))
        {
            settings.Remove("Target Session Attributes");
            return NpgsqlDataSource.Create(settings);
        }
        // A hub is written to: of several hosts the one that takes writes, whichever that is at the moment.
        settings.Remove("Target Session Attributes");
        return new NpgsqlDataSourceBuilder(settings.ConnectionString).BuildMultiHost().WithTargetSession(TargetSessionAttributes.Primary);
    }

    private static void Set(NpgsqlConnectionStringBuilder settings, string name, object value)
    {
        try
        {
            settings[name] = value;
        }
        catch (Exception error) when (error is ArgumentException or FormatException or InvalidCastException or KeyNotFoundException)
        {
            throw HubAddress.Invalid($"'{name}' is not known, or not with this value");
        }
    }

    private static string Plain(string name) => name.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
}
