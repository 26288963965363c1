using Aegir.Hosts;
using Aegir.Tests.Components;

namespace Aegir.Tests.Moves;

/// <summary>What is taken away of a new side that a visit has been to: the web server's account has made folders there.</summary>
public sealed class PutBackTests
{
    [NeedsAccountsFact]
    public async Task What_the_web_server_made_is_deleted_through_the_group()
    {
        using var folder = new TempFolder();
        folder.Write("sites/new/.aegir-upgrade", "mark\n");
        folder.Write("sites/new/files/css/made.css", "");
        Command.Run("sh", "-c", "chmod 755 \"$1\" && chown -R 4711:33 \"$1\"/sites && chown -R 33:33 \"$1\"/sites/new/files/css && chmod -R g+w \"$1\"/sites", "sh", folder.Path);

        await new AsAnother().ScriptAsync("Operations.Moving.put-back.sh", ["", folder.At("sites/new"), "mark", "0755"], default);

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.At("sites")));
    }

    // An account that is no administrator's, and in the web server's group.
    private sealed class AsAnother : IHost
    {
        public string Name => "another";

        public Task<CommandResult> RunAsync(HostCommand command, CancellationToken cancellation) => new LocalHost().RunAsync(
            command with { File = "setpriv", Arguments = ["--reuid=4711", "--regid=4711", "--groups=33", command.File, .. command.Arguments] }, cancellation);
    }
}

public sealed class NeedsAccountsFactAttribute : NeedsFactAttribute
{
    public NeedsAccountsFactAttribute()
        : base("setpriv") => Skip ??= Environment.UserName == "root" ? null : "Only the administrator can be another.";
}
