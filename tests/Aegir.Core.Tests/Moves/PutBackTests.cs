using Aegir.Hosts;
using Aegir.Tests.Components;

namespace Aegir.Tests.Moves;

/// <summary>What is taken away of a new side that a visit has been to: the web server's account has made folders there.</summary>
public sealed class PutBackTests : IDisposable
{
    private readonly TempFolder folder = new();

    [NeedsAccountsFact]
    public async Task What_the_web_server_made_is_deleted_through_the_group()
    {
        Make("chmod -R g+w \"$made\"");

        Assert.Equal("", await PutBackAsync());
        Assert.Equal([folder.At("sites/old")], Directory.EnumerateFileSystemEntries(folder.At("sites")));
    }

    [NeedsAccountsFact]
    public async Task What_the_web_server_shut_to_everybody_else_stays_and_holds_nothing_up()
    {
        Make("chmod 700 \"$made\"");

        Assert.Equal(folder.At("sites/.aegir-mark-trash\n"), await PutBackAsync());
        Assert.Equal([folder.At("sites/.aegir-mark-trash"), folder.At("sites/old")], Directory.EnumerateFileSystemEntries(folder.At("sites")).Order(StringComparer.Ordinal));
    }

    public void Dispose() => folder.Dispose();

    private void Make(string modes)
    {
        folder.Write("sites/old/settings.php", "");
        folder.Write("sites/new/.aegir-upgrade", "mark\n");
        folder.Write("sites/new/files/made/by-visit.css", "");
        Command.Run("sh", "-c", $"set -e; made=$1/sites/new/files/made; chmod 755 \"$1\"; chown -R {OrdinaryAccount.Owner} \"$1/sites\"; chown -R {OrdinaryAccount.WebServer} \"$made\"; {modes}",
            "sh", folder.Path);
    }

    private Task<string> PutBackAsync() => new OrdinaryAccount().ScriptAsync(
        "Operations.Moving.put-back.sh", [folder.At("sites/old"), folder.At("sites/new"), "mark", "0755"], default);
}
