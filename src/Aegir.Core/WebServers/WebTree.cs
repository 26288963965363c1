namespace Aegir.WebServers;

/// <summary>Where the configuration of one web server lies on its machine (aegir-spec 2.13).</summary>
/// <param name="app">nginx or apache.</param>
internal sealed class WebTree(Server server, string app)
{
    public string App => app;

    /// <summary>What all servers of the machine share: certificates and challenges.</summary>
    public string Config => server.Folder.TrimEnd('/') + "/config";

    /// <summary>The server's own folder.</summary>
    public string Base => $"{Config}/{Names.ServerContext(server.Name)[1..]}";

    public string Folder => $"{Base}/{app}";

    /// <summary>What the machine's own configuration has to include.</summary>
    public string Link => $"{Config}/{app}.conf";

    /// <summary>Puts the places into a text of ours.</summary>
    public string Fill(string text) => text
        .Replace("@TREE@", Folder, StringComparison.Ordinal)
        .Replace("@BASE@", Base, StringComparison.Ordinal)
        .Replace("@CONFIG@", Config, StringComparison.Ordinal);
}
