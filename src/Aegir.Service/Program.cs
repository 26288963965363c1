using Aegir;
using Aegir.Service;
using Aegir.Service.Configuration;

try
{
    var settings = SettingsReader.Read(args);
    using var hub = AegirHub.Open(settings.Hub);
    await using var app = ServiceApp.Build(settings, hub);
    await app.RunAsync();
    return 0;
}
catch (AegirException error)
{
    await Console.Error.WriteLineAsync($"{error.Message}\n{error.Action}");
    return error.Kind == AegirErrorKind.InvalidInput || error.Id == "ListenNotLocal" ? 2 : 1;
}
catch (IOException error) when (error.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
{
    await Console.Error.WriteLineAsync($"{error.Message}\nStop what listens there, or set Listen to another address.");
    return 1;
}
