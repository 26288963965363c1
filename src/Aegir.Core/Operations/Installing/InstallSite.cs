using Aegir.Drupal;
using Aegir.Hosts;
using Aegir.State;

namespace Aegir.Operations.Installing;

/// <summary>Makes a new site on a platform (aegir-spec 2.3). Until it works, nobody else gets in and the store does not know it.</summary>
public sealed class InstallSite(InstallWork work) : Operation
{
    public const string TaskType = "install";

    private readonly FolderStep folder = new(work);
    private readonly DatabaseStep database = new(work);
    private readonly DrupalStep drupal = new(work);
    private readonly InstallFinish finish = new(work);

    private InstallRecord Record => work.Record;

    public override string Type => TaskType;

    public override string TargetType => "site";

    public override string Target => Record.Site;

    public override IReadOnlyList<string> Resources => ["site:" + Record.Site];

    public override IReadOnlyList<IHost> Hosts => SiteMachines.Of(work.Services, Record.PlatformId);

    public override IReadOnlyList<string> Folders => [Record.Folder];

    public override IReadOnlyList<Step> Steps =>
    [
        new("check", CheckAsync),
        new("site folder", folder.MakeAsync) { Undo = folder.RemoveAsync },
        new("database", database.DoAsync) { Undo = database.UndoAsync },
        new("settings", folder.WriteSettingsAsync) { Undo = folder.ForgetNamesAsync },
        new("install", drupal.InstallAsync),
        new("look", drupal.LookAsync) { Undo = drupal.WithdrawAsync },
        new("commit", _ => Task.CompletedTask) { Commit = Commit },
        new("open", finish.OpenAsync),
        new("keep", finish.KeepAsync),
        new("login link", finish.LoginAsync),
    ];

    /// <exception cref="AegirException">See <see cref="InstallPlan.Make"/>.</exception>
    public static InstallSite Create(OperationServices services, NewSite order, out InstallWork work) =>
        new(work = new InstallWork(services, InstallPlan.Make(services, order)));

    public static InstallSite Rebuild(OperationServices services, string state) => new(new InstallWork(services, Json.Read<InstallRecord>(state)));

    public override string Save() => Json.Write(Record);

    public override async Task<bool> HasHappenedAsync(StepContext context, bool recorded)
    {
        if (await base.HasHappenedAsync(context, recorded).ConfigureAwait(false))
            return true;
        try
        {
            // Until it is done nobody gets in without the token.
            var lead = await work.LeadAsync(context).ConfigureAwait(false);
            work.Facts = await SiteReader.ReadAsync(lead.Host, lead.Server.Php, Record.Location(), null, context.Cancellation).ConfigureAwait(false);
        }
        catch (AegirException error) when (error.Id is "SettingsUnreadable" or "SiteIsClosed")
        {
            return false;
        }
        if (work.Facts.Connected)
            (Record.Database, Record.User) = (work.Facts.Database.Path ?? work.Facts.Database.Name, work.Facts.Database.User ?? "");
        return work.Facts.Connected;
    }

    private async Task CheckAsync(StepContext context)
    {
        await work.Place(context).EachAsync(async member =>
        {
            var output = await member.Host.ScriptAsync("Operations.Installing.look-at-platform.sh",
                [Record.Docroot, Record.Directory, Record.Profile, member.Server.WebGroup], context.Cancellation).ConfigureAwait(false);
            PlatformLook.Require(Record, member.Server, output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }).ConfigureAwait(false);
        if (Record.Email.EndsWith(".invalid", StringComparison.Ordinal))
            context.Warn($"The site's first account has no address: {Record.Email}.");
    }

    private void Commit(StateSession session, long taskId)
    {
        SiteNaming.RequireFree(session, Record.AllNames());
        var platform = session.Platforms.Get(Record.PlatformId);
        if (platform is null || platform.Status == PlatformStatus.Deleted)
            throw new AegirException(AegirErrorKind.Refused, "PlatformGone",
                $"Platform '{Record.Platform}' was removed while the site was installed.", "Choose another platform.");
        Record.SiteId = SiteRecord.Save(session, drupal.Site().With(work.Facts!), Record.PlatformId, work.Facts!);
    }
}
