using Aegir.Drupal;

namespace Aegir.Operations.Moving;

/// <summary>Lets links in content, and paths in what Drupal keeps in its database, follow the site to its new name.</summary>
internal sealed class LinksStep(MoveWork work)
{
    public async Task DoAsync(StepContext context)
    {
        var lead = work.New.Lead(context);
        var done = await SiteLinks.RewriteAsync(lead.Host, lead.Server.Php, work.Record.New.Location, work.Record.Map, work.Token, context.Cancellation)
            .ConfigureAwait(false);
        context.Info(done.Total == 0 ? "Nothing in the database names the site's old folder."
            : $"Links and paths rewritten: {string.Join(", ", done.Counts.Select(count => $"{count.Value} in {count.Key}"))}.");
        if (done.Left.Count > 0)
            context.Warn($"Some values still name '{work.Record.Old.Site}', as changing them could break them: {string.Join(", ", done.Left)}.");
    }
}
