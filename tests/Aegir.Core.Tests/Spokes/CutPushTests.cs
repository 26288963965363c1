using System.Net;
using Aegir.Tests.Components;

namespace Aegir.Tests.Spokes;

/// <summary>What a site's visitors notice of pushes to the platform it runs on: nothing.</summary>
public sealed class CutPushTests
{
    private const string Site = "a.example";

    [NeedsLabFact]
    public async Task A_push_that_is_cut_off_changes_nothing_the_site_goes_on_and_a_later_verify_heals_it()
    {
        using var spokes = new SpokeHub(1);
        var (machine, docroot) = (spokes.Lab[0], await ServedAsync(spokes));
        var sites = machine.FilesUnder(docroot + "/sites");
        Assert.Equal(HttpStatusCode.OK, machine.Get(Site).Status);
        // Every page of the new code says so, and it is large.
        Directory.CreateDirectory(docroot + "/core/large");
        for (var i = 0; i < 100; i++)
            using (var file = File.Create($"{docroot}/core/large/{i}.bin"))
                file.SetLength(4 << 20);
        foreach (var page in new[] { docroot + "/index.php", docroot + "/aaa.php", docroot + "/zzz.php" })
            File.WriteAllText(page, "<?php echo 'new code';" + new string(' ', 100_000));
        var answers = new List<string>();

        var verify = spokes.VerifyPlatformAsync("code");
        var arriving = machine.Behind(docroot + "/core/large");
        await WaitFor(() => verify.IsCompleted || Directory.Exists(arriving) && Directory.EnumerateFiles(arriving, "*", SearchOption.AllDirectories).Count() > 3);
        Assert.False(verify.IsCompleted, "The push was over too soon.");
        machine.CutLink();
        while (!verify.IsCompleted)
            answers.Add(machine.Visit(Site));

        var error = await Assert.ThrowsAsync<AegirException>(() => verify);
        Assert.Equal("HostUnreachable", error.Id);
        Assert.Contains("m1", error.Message);
        Assert.Equal(AegirTaskStatus.Error, spokes.Hub.Tasks.Find(new TaskFilter { Targets = [new NamePattern("code")] }).OrderBy(task => task.Id).Last().Status);
        Assert.NotEmpty(answers);
        Assert.All(answers, answer => Assert.StartsWith("200 ", answer));
        Assert.All(answers, answer => Assert.Contains("Title of a.example", answer));
        Assert.False(File.Exists(machine.Behind(docroot + "/aaa.php")));
        Assert.Empty(sites.Except(machine.FilesUnder(docroot + "/sites")));

        machine.MendLink();
        await spokes.VerifyPlatformAsync("code");

        Assert.Equal(100, Directory.EnumerateFiles(machine.Behind(docroot + "/core/large")).Count());
        Assert.Empty(sites.Except(machine.FilesUnder(docroot + "/sites")));
        Assert.Equal((HttpStatusCode.OK, "new code"), Trimmed(machine.Get(Site)));
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(machine.Behind(docroot), ".*", SearchOption.AllDirectories),
            path => path.EndsWith("/.~tmp~", StringComparison.Ordinal) || path.EndsWith("/.aegir-copying", StringComparison.Ordinal));
    }

    [NeedsLabFact]
    public async Task What_visitors_upload_during_pushes_is_still_there_afterwards()
    {
        using var spokes = new SpokeHub(1);
        var (machine, docroot) = (spokes.Lab[0], await ServedAsync(spokes));
        var files = $"{docroot}/sites/{Site}/files";
        // The hub's copy has a folder for uploads as well, and nothing in it.
        Directory.CreateDirectory(files);

        var writing = Task.Run(() => machine.Run($"""
            setpriv --reuid=www-data --regid=www-data --init-groups sh -c '
                count=0
                while [ ! -e {files}/stop ]; do
                    count=$((count + 1))
                    printf %s $count >{files}/upload-$count.txt
                    sleep 0.01
                done
                printf %s $count'
            """));
        for (var push = 0; push < 3; push++)
        {
            File.WriteAllText(docroot + "/core/pushed.txt", "push " + push);
            await spokes.VerifyPlatformAsync("code");
            Assert.Equal("push " + push, File.ReadAllText(machine.Behind(docroot + "/core/pushed.txt")));
        }
        File.WriteAllText(machine.Behind(files + "/stop"), "");
        var count = int.Parse(await writing, System.Globalization.CultureInfo.InvariantCulture);

        Assert.InRange(count, 3, int.MaxValue);
        for (var upload = 1; upload <= count; upload++)
            Assert.Equal(upload.ToString(System.Globalization.CultureInfo.InvariantCulture), File.ReadAllText(machine.Behind($"{files}/upload-{upload}.txt")));
    }

    /// <summary>A platform on the first machine with a site that nginx serves; the platform's docroot.</summary>
    private static async Task<string> ServedAsync(SpokeHub spokes)
    {
        var (machine, docroot) = (spokes.Lab[0], spokes.Code());
        spokes.Serve(machine);
        await spokes.AddPlatformAsync("code", docroot, machine.Name);
        spokes.MakeSite(machine, docroot, Site);
        await spokes.Hub.Sites.ImportAsync("code", Site, null, spokes.Sink, default);
        return docroot;
    }

    private static (HttpStatusCode, string) Trimmed((HttpStatusCode Status, string Body) answer) => (answer.Status, answer.Body.Trim());

    private static async Task WaitFor(Func<bool> condition)
    {
        while (!condition())
            await Task.Delay(10);
    }
}
