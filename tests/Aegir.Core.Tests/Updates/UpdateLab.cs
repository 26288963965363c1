using Aegir.Tests.Building;
using Aegir.Tests.Components;
using Microsoft.Data.Sqlite;

namespace Aegir.Tests.Updates;

/// <summary>A hub with one distribution and a git repository of stand-ins that it can follow.</summary>
internal sealed class UpdateLab : IDisposable
{
    private readonly BuildLab lab = new();

    public AegirHub Hub => lab.Hub;

    public string HubFile => lab.HubFile;

    public TempFolder Folder => lab.Folder;

    public RecordingSink Sink => lab.Sink;

    public string Platforms => lab.Platforms;

    public Distribution Drupal => Hub.Distributions.Get("Drupal");

    /// <summary>A repository whose head is a release of a stand-in.</summary>
    public GitRepository Repository(string release = "drupal-7.98")
    {
        var repository = new GitRepository(Folder.At("repository"));
        Push(repository, release);
        return repository;
    }

    /// <summary>Commits another release, or the same once more; gives the commit.</summary>
    public string Push(GitRepository repository, string release)
    {
        var source = lab.StandIn(release, "release-" + release);
        // What completes a composer project is another test's.
        Command.Run("sh", "-c", "find \"$1\" -mindepth 1 -maxdepth 1 ! -name .git -exec rm -rf {} + && cp -a \"$2\"/. \"$1\" && rm -rf \"$2\" \"$1\"/composer.*", "sh", repository.Path, source);
        return repository.Commit();
    }

    public Distribution Follow(UpdateSource? source, Func<Distribution, Distribution>? more = null) =>
        Hub.Distributions.Set("Drupal", distribution => (more ?? (same => same))(distribution with { Source = source }));

    public Task<UpdateResult> UpdateAsync(UpdateOptions? options = null) => Hub.Distributions.UpdateAsync("Drupal", options ?? new UpdateOptions(), Sink, default);

    /// <summary>Installs a site on the target and adopts it.</summary>
    public async Task<string> AddSiteAsync(string site)
    {
        var platform = Hub.Platforms.Get(Drupal.Target!);
        Command.Run(Fixtures.At("make-site"), platform.ProjectRoot, site, "standard", "sqlite");
        await Hub.Sites.ImportAsync(platform.Name, site, null, Sink, default);
        return site;
    }

    /// <summary>How many tasks there were that built.</summary>
    public int Builds => Hub.Tasks.Find(new TaskFilter { Type = "update" }).Count;

    public IReadOnlyList<(string Name, PlatformStatus Status)> State() =>
        Hub.Platforms.Find(new PlatformFilter { Distribution = "Drupal" }).Select(platform => (platform.Name, platform.Status)).ToList();

    /// <summary>Changes the store behind the hub's back.</summary>
    public void Sql(string text)
    {
        using var connection = new SqliteConnection($"Data Source={HubFile};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    public void Dispose() => lab.Dispose();
}
