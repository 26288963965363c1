using System.Data.Common;
using System.Text.RegularExpressions;

namespace Aegir.State;

/// <summary>Where a store is: a file, or a PostgreSQL database by connection string (Host=…;Database=…) or URI (postgresql://…). Nothing of
/// PostgreSQL is loaded to tell one from the other.</summary>
public static partial class HubAddress
{
    // The names that libpq's URIs have for what Npgsql calls otherwise.
    private static readonly Dictionary<string, string> UriNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["target_session_attrs"] = "Target Session Attributes",
        ["application_name"] = "Application Name",
        ["connect_timeout"] = "Timeout",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
    };

    public static bool IsPostgreSql(string address) => Uri().IsMatch(address) || HostSetting().IsMatch(address);

    /// <summary>True where there is a file, or may be a database.</summary>
    public static bool IsThere(string address) => IsPostgreSql(address) || File.Exists(address);

    /// <summary>Gives back what can be a database's address.</summary>
    /// <exception cref="AegirException">ConnectionStringInvalid.</exception>
    public static string Check(string address) => IsPostgreSql(address) ? address : throw Invalid("it names no host");

    /// <summary>The address without a password, for people to read.</summary>
    public static string Show(string address)
    {
        if (!IsPostgreSql(address))
            return Secret().IsMatch(address) ? "a connection string" : address;
        DbConnectionStringBuilder settings;
        try
        {
            settings = Settings(address);
        }
        catch (AegirException)
        {
            return "a connection string";
        }
        string? First(params string[] names) => names.Select(name => settings.TryGetValue(name, out var value) ? $"{value}" : null).FirstOrDefault(value => value is { Length: > 0 });
        var port = First("Port");
        var hosts = First("Host", "Server")?.Split(',').Select(host => port is null || host.Contains(':') || host.StartsWith('/') ? host.Trim() : $"{host.Trim()}:{port}");
        var user = First("Username", "User Name", "UserId", "User Id", "UID", "User");
        return $"postgresql://{(user is null ? "" : user + "@")}{string.Join(',', hosts ?? [])}/{First("Database", "DB")}";
    }

    /// <exception cref="AegirException">ConnectionStringInvalid.</exception>
    internal static DbConnectionStringBuilder Settings(string address)
    {
        try
        {
            return Uri().Match(address) is { Success: true } uri ? Settings(uri) : new DbConnectionStringBuilder { ConnectionString = address };
        }
        catch (Exception error) when (error is ArgumentException or UriFormatException)
        {
            // The text may hold a password, and so may the error.
            throw Invalid("it cannot be read");
        }
    }

    internal static AegirException Invalid(string why) => new(AegirErrorKind.InvalidInput, "ConnectionStringInvalid",
        $"The connection string of the hub cannot be used: {why}.",
        "Write it as Host=db1,db2;Database=aegir;Username=aegir or postgresql://aegir@db1,db2/aegir; the password is best kept in a file that PGPASSFILE or Passfile= names.");

    private static DbConnectionStringBuilder Settings(Match uri)
    {
        string Part(string name) => System.Uri.UnescapeDataString(uri.Groups[name].Value);
        var settings = new DbConnectionStringBuilder { ["Host"] = Part("hosts") };
        if (uri.Groups["user"].Success)
            settings["Username"] = Part("user");
        if (uri.Groups["password"].Success)
            settings["Password"] = Part("password");
        if (Part("database") is { Length: > 0 } database)
            settings["Database"] = database;
        foreach (var pair in uri.Groups["query"].Value.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            var name = System.Uri.UnescapeDataString(parts[0]);
            settings[UriNames.GetValueOrDefault(name, name)] = System.Uri.UnescapeDataString(parts.ElementAtOrDefault(1) ?? "");
        }
        return settings;
    }

    [GeneratedRegex(@"(?:password|pwd|psw)\s*=|://", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();

    [GeneratedRegex(@"^\s*postgres(?:ql)?://(?:(?<user>[^:@/?]*)(?::(?<password>[^@/?]*))?@)?(?<hosts>[^/?]*)(?:/(?<database>[^?]*))?(?:\?(?<query>.*))?$",
        RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Uri();

    [GeneratedRegex(@"(?:^|;)\s*(?:Host|Server)\s*=", RegexOptions.IgnoreCase)]
    private static partial Regex HostSetting();
}
