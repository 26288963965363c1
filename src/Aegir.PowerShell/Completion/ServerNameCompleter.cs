namespace Aegir.PowerShell;

public sealed class ServerNameCompleter : NameCompleter
{
    protected override IEnumerable<(string Name, string Tip)> Find(AegirHub hub, NamePattern pattern) =>
        hub.Servers.Find([pattern.Text]).Select(server => (server.Name, server.HostName));
}
