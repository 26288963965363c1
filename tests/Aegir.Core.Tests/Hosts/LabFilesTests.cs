using Aegir.Hosts;
using Aegir.Tests.Components;

namespace Aegir.Tests.Hosts;

public sealed class LabFilesTests
{
    [NeedsLabFact]
    public async Task An_account_that_is_no_administrator_keeps_the_groups_it_is_in_and_meets_no_error()
    {
        using var lab = new Lab(1);
        using var machine = new OpenSshHost(lab[0].Server, new HostKeys(lab.KnownHosts, new LocalHost()));
        var here = new LocalHost();
        lab.Folder.Write("site/settings.php", "");
        lab.Folder.Write("site/files/photo", "");
        Command.Run("sh", "-c", "cd \"$1\" && chgrp www-data settings.php files && chgrp daemon files/photo && chmod 0440 settings.php && chmod 2770 files",
            "sh", lab.Folder.At("site"));

        await new HostFiles().CopyAsync(here, lab.Folder.At("site"), machine, lab.Folder.At("there/site"), new(), default);

        Assert.Equal(
            ["d 2770 aegir www-data site/files", "f 440 aegir www-data site/settings.php", "f 644 aegir www-data site/files/photo"],
            lab[0].FilesUnder(lab.Folder.At("there")).Where(line => !line.EndsWith(" site", StringComparison.Ordinal)).Order());

        // Drupal takes away the right to write into a site's folder.
        lab[0].Run($"chmod 555 {lab.Folder.At("there/site")}");
        Command.Run("chmod", "555", lab.Folder.At("site"));
        lab.Folder.Write("site/new", "");
        await new HostFiles().CopyAsync(here, lab.Folder.At("site"), machine, lab.Folder.At("there/site"), new(), default);
        Assert.Equal(
            ["d 555 aegir aegir site", "f 644 aegir aegir site/new"],
            lab[0].FilesUnder(lab.Folder.At("there")).Where(line => line.EndsWith("site", StringComparison.Ordinal) || line.EndsWith("new", StringComparison.Ordinal)));

        // What the web server's processes made belongs to them; times of their folders are not ours to set.
        lab[0].Run($"mkdir {lab.Folder.At("there/site/files/css")} && chown www-data:www-data {lab.Folder.At("there/site/files/css")} && chmod 2775 {lab.Folder.At("there/site/files/css")}");
        await new HostFiles().CopyAsync(here, lab.Folder.At("site"), machine, lab.Folder.At("there/site"), new(), default);
        await new HostFiles().CopyAsync(machine, lab.Folder.At("there/site"), here, lab.Folder.At("back"), new(), default);
        Assert.True(Directory.Exists(lab.Folder.At("back/files/css")));
    }
}
