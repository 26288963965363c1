using Aegir.Drupal;

namespace Aegir.Operations.Moving;

/// <summary>The database updates and a cache rebuild, with the new side's own drush; then a look at whether they really ran.</summary>
internal sealed class UpdatesStep(MoveWork work)
{
    public async Task DoAsync(StepContext context)
    {
        var (lead, side) = (work.New.Lead(context), work.Record.New.Location);
        work.CodeCache = await CodeCache.OpenAsync(lead.Host, lead.Server.Php, work.Services.CodeCacheFolder(lead), work.TargetCode!.Fingerprint,
            side.Docroot, context.Cancellation).ConfigureAwait(false);
        var drush = new Drush(lead.Host, work.Record.Drush, lead.Server.Php, side, work.Token) { CodeCache = work.CodeCache };
        await drush.UpdateDatabaseAsync(context.Log, context.Cancellation).ConfigureAwait(false);
        await drush.RebuildCachesAsync(context.Log, context.Cancellation).ConfigureAwait(false);

        var facts = await SiteRecord.ReadConnectedAsync(lead.Host, lead.Server.Php, side, work.Token, context.Cancellation).ConfigureAwait(false);
        // updatedb ends well where a module could not be loaded; the numbers tell.
        var known = work.TargetCode!.Packages.Where(package => package is { Type: PackageType.Module, SiteDirectory: null })
            .GroupBy(package => package.Name).ToDictionary(group => group.Key, group => group.Max(package => package.Schema));
        var behind = facts.Packages.Where(package => package.Enabled && package.Schema > 0
            && known.TryGetValue(package.Name, out var schema) && package.Schema < schema).Select(package => package.Name).ToList();
        if (behind.Count > 0)
            throw new AegirException(AegirErrorKind.Failed, "UpdatesIncomplete",
                $"After the database updates these modules still are behind the code: {string.Join(", ", behind)}.",
                "Read the task's log for the update that was left out, mend the module and try again.");
        work.NewFacts = facts;
    }
}
