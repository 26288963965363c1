using Aegir.Drupal;
using Aegir.Hosts;
using Aegir.WebServers;

namespace Aegir.Operations.Installing;

/// <summary>Drupal itself: the installer of the platform's own drush, then a look at whether it really did what it says (field notes 1 to 5).</summary>
internal sealed class DrupalStep(InstallWork work)
{
    // What the installer made on the lead is the same for all; its secrets and caches are not.
    private static readonly string[] OfOneMachine =
        ["/settings.php", "/local.settings.php", "/.aegir-*", "/files/css", "/files/js", "/files/styles", "/files/php", ".ht.*sqlite*"];

    private InstallRecord Record => work.Record;

    public async Task InstallAsync(StepContext context)
    {
        var lead = await work.LeadAsync(context).ConfigureAwait(false);
        var site = Record.Location();
        await new Drush(lead.Host, Record.Drush, lead.Server.Php, site, work.Token).InstallAsync(
            new InstallAnswers(Record.Profile, Record.Title, Record.Email, Record.Language), context.Log, context.Cancellation).ConfigureAwait(false);
        await work.Place(context).EachAsync(async member =>
        {
            if (member.Server.Id != lead.Server.Id)
                await work.Services.Files.CopyAsync(lead.Host, Record.Folder, member.Host, Record.Folder,
                    new CopyOptions { Exclude = OfOneMachine, KeepNewer = true }, context.Cancellation).ConfigureAwait(false);
            await SiteModes.MendAsync(member, site, context).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    public async Task LookAsync(StepContext context)
    {
        var lead = await work.LeadAsync(context).ConfigureAwait(false);
        var site = Record.Location();
        work.Facts = await SiteRecord.ReadConnectedAsync(lead.Host, lead.Server.Php, site, work.Token, context.Cancellation).ConfigureAwait(false);
        if (work.Facts.Profile != Record.Profile)
            throw new AegirException(AegirErrorKind.Failed, "InstallFailed",
                $"The installer says that it succeeded, but the site's profile is '{work.Facts.Profile}', not '{Record.Profile}'.",
                "Read the task's log (Get-AegirTaskLog), mend what it names, and try again.");
        await SiteHosting.PublishAsync(work.Services, work.Place(context), SiteHosting.Of(Site(), Platform()), reload: true, context.Cancellation, urgent: true)
            .ConfigureAwait(false);
        context.Info(await SiteDoor.RequireFineAsync(lead.Host, lead.Server, site, work.Token, context.Cancellation).ConfigureAwait(false));
    }

    public Task WithdrawAsync(StepContext context) =>
        SiteHosting.WithdrawAsync(work.Services, work.Place(context), Record.Site, reload: true, context.Cancellation);

    /// <summary>The site as the store is to have it.</summary>
    public Site Site() => new()
    {
        Name = Record.Site,
        Directory = Record.Directory,
        Status = SiteStatus.Enabled,
        Aliases = Record.Aliases,
        Client = Record.Client,
        Language = Record.Language,
        DatabaseServer = Record.DatabaseServer,
    };

    private Platform Platform() => work.Services.Store.Read(session => session.Platforms.Get(Record.PlatformId))!;
}
