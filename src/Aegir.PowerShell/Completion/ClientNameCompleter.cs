namespace Aegir.PowerShell;

public sealed class ClientNameCompleter : NameCompleter
{
    protected override IEnumerable<(string Name, string Tip)> Find(AegirHub hub, NamePattern pattern) =>
        hub.Sites.Clients(pattern).Select(client => (client, ""));
}
