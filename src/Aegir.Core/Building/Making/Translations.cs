using Aegir.Building.Fetching;
using Aegir.Building.Makefiles;
using Aegir.Hosts;

namespace Aegir.Building.Making;

/// <summary>Lays the translations of a release beside it. One that is not there is no reason to stop a build.</summary>
internal sealed class Translations(Workshop shop)
{
    public async Task FetchAsync(ResolvedItem resolved, string core, string folder, IReadOnlyList<string> languages, CancellationToken cancellation)
    {
        var item = resolved.Item;
        if (languages.Count == 0 || item.Kind == MakeItemKind.Library)
            return;
        if (resolved.Version is null || resolved.Version.EndsWith("-dev", StringComparison.Ordinal) || core.Length > 3)
        {
            shop.Log(TaskLogLevel.Warning, $"{item.What}: translations are fetched for releases for Drupal 7 and before; Drupal itself fetches others.");
            return;
        }
        foreach (var language in languages)
            await FetchAsync(resolved, core, folder, language, cancellation).ConfigureAwait(false);
    }

    private async Task FetchAsync(ResolvedItem resolved, string core, string folder, string language, CancellationToken cancellation)
    {
        var item = resolved.Item;
        var address = (item.TranslationPattern ?? shop.Translations).Replace("%core", core, StringComparison.Ordinal)
            .Replace("%project", item.Name, StringComparison.Ordinal).Replace("%version", resolved.Version, StringComparison.Ordinal)
            .Replace("%language", language, StringComparison.Ordinal);
        try
        {
            var file = await new Downloader(shop).FetchAsync(
                new Download(SourceUrl.Parse(address, item.What, SourceKinds.Http)), $"{item.What}, translation", cancellation).ConfigureAwait(false);
            // Core's are looked for in the profile that is installed.
            await shop.Host.RunRequiredAsync(HostCommand.Script("""
                set -eu
                umask 022
                cd -- "$1"
                if [ -n "$4" ]; then set -- "$1" "$2" "$3" "" profiles/*/; else set -- "$1" "$2" "$3" "" ./; fi
                file=$2 name=$3
                shift 4
                for folder; do mkdir -p "$folder/translations" && cp -- "$file" "$folder/translations/$name" && chmod 0644 "$folder/translations/$name"; done
                """, folder, file.Path, $"{item.Name}-{resolved.Version}.{language}.po", resolved.IsCore ? "y" : ""), cancellation).ConfigureAwait(false);
        }
        catch (AegirException error)
        {
            shop.Log(TaskLogLevel.Warning, $"No translation: {error.Message}");
        }
    }
}
