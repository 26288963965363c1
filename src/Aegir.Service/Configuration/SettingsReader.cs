using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Aegir.Service.Configuration;

/// <summary>Reads the settings, and refuses what cannot be meant.</summary>
public static class SettingsReader
{
    private const string FileKey = "Config";

    /// <exception cref="AegirException">SettingsUnreadable, SettingUnknown, SettingInvalid, ListenNotLocal.</exception>
    public static ServiceSettings Read(string[] arguments)
    {
        var outside = FromOutside(arguments);
        var builder = new ConfigurationBuilder();
        if (outside[FileKey] is { Length: > 0 } file)
            builder.AddConfiguration(FromFile(file));
        var settings = Bind(builder.AddConfiguration(outside).Build());
        Check(settings);
        return settings;
    }

    /// <exception cref="AegirException">SettingInvalid.</exception>
    public static (IPAddress Address, int Port) Address(ServiceSettings settings)
    {
        if (!Uri.TryCreate(settings.Listen, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttp || uri.PathAndQuery != "/")
            throw Invalid("Listen", settings.Listen, "Give an address like http://127.0.0.1:8484; for https put a web server in front (docs/service.md).");
        if (uri.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            return (IPAddress.Loopback, uri.Port);
        if (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address))
            return (address, uri.Port);
        throw Invalid("Listen", settings.Listen, "Name the machine by its IP address, or by localhost.");
    }

    private static IConfigurationRoot FromOutside(string[] arguments)
    {
        try
        {
            return new ConfigurationBuilder().AddEnvironmentVariables("AEGIR_").AddCommandLine(arguments).Build();
        }
        catch (FormatException error)
        {
            throw new AegirException(AegirErrorKind.InvalidInput, "SettingInvalid", error.Message, "Write --Listen VALUE or --Listen=VALUE; docs/service.md lists the settings.", error);
        }
    }

    private static IConfigurationRoot FromFile(string file)
    {
        var path = Path.GetFullPath(file);
        IConfigurationRoot root;
        try
        {
            root = new ConfigurationBuilder().AddJsonFile(path, optional: false).Build();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException or FormatException)
        {
            throw new AegirException(AegirErrorKind.InvalidInput, "SettingsUnreadable",
                $"The settings in '{path}' cannot be read: {(error.InnerException as JsonException)?.Message ?? error.Message}",
                "Mend the file; examples/service/service.json shows one.", error);
        }
        RefuseUnknown(root, path);
        return root;
    }

    // A misspelt setting that is passed over in silence is found when it is too late.
    private static void RefuseUnknown(IConfiguration file, string path)
    {
        try
        {
            file.Get<ServiceSettings>(options => options.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException error) when (error.InnerException is null)
        {
            throw new AegirException(AegirErrorKind.InvalidInput, "SettingUnknown",
                $"'{path}' has a setting that there is not: {error.Message}", "docs/service.md lists the settings.", error);
        }
        catch (InvalidOperationException)
        {
            // A value that is none of its kind; told when all is bound.
        }
    }

    private static ServiceSettings Bind(IConfiguration configuration)
    {
        // To .NET a bare number is one of days, which nobody means.
        foreach (var name in new[] { nameof(ServiceSettings.CheckEvery), nameof(ServiceSettings.CronEvery), nameof(ServiceSettings.StopWithin) })
            if (configuration[name] is { } time && time != "0" && !time.Contains(':'))
                throw Invalid(name, time, "Write a time as hours:minutes:seconds, such as 00:05:00.");
        try
        {
            return configuration.Get<ServiceSettings>() ?? new ServiceSettings();
        }
        catch (InvalidOperationException error)
        {
            throw new AegirException(AegirErrorKind.InvalidInput, "SettingInvalid",
                $"{error.Message} {error.InnerException?.Message}".TrimEnd(), "docs/service.md says what each setting may be.", error);
        }
    }

    private static void Check(ServiceSettings settings)
    {
        var (address, _) = Address(settings);
        if (!IPAddress.IsLoopback(address) && !settings.AllowRemote)
            throw new AegirException(AegirErrorKind.Refused, "ListenNotLocal",
                $"Listen is '{settings.Listen}', which other machines reach, and the status page asks nobody who they are.",
                "Listen on 127.0.0.1 and put a web server in front that knows its visitors; or set AllowRemote to true if this network may read it.");
        RequireAtLeast("CheckEvery", settings.CheckEvery, TimeSpan.FromMinutes(1));
        RequireAtLeast("CronEvery", settings.CronEvery, TimeSpan.FromMinutes(1));
        if (settings.Workers is < 0 or > 64)
            throw Invalid("Workers", settings.Workers, "Give a number from 0 to 64.");
        if (settings.StopWithin < TimeSpan.Zero || settings.StopWithin > TimeSpan.FromHours(6))
            throw Invalid("StopWithin", settings.StopWithin, "Give a time of at most six hours.");
        foreach (var (category, level) in settings.LogLevel)
            if (!Enum.TryParse<LogLevel>(level, ignoreCase: true, out _))
                throw Invalid("LogLevel:" + category, level, $"Give one of {string.Join(", ", Enum.GetNames<LogLevel>())}.");
        if (settings.Webhooks.MaxBytes is < 1024 or > 32 * 1024 * 1024)
            throw Invalid("Webhooks:MaxBytes", settings.Webhooks.MaxBytes, "Give a number of bytes from 1024 to 33554432.");
        if (settings.Webhooks.PerMinute is < 1 or > 10_000)
            throw Invalid("Webhooks:PerMinute", settings.Webhooks.PerMinute, "Give a number from 1 to 10000.");
    }

    private static void RequireAtLeast(string name, TimeSpan value, TimeSpan least)
    {
        if (value != TimeSpan.Zero && (value < least || value > TimeSpan.FromDays(7)))
            throw Invalid(name, value, $"Give a time from {least} to 7.00:00:00, or 0 for never.");
    }

    private static AegirException Invalid(string name, object value, string action) =>
        new(AegirErrorKind.InvalidInput, "SettingInvalid", $"{name} cannot be '{value}'.", action);
}
