using System.Security.Cryptography;
using Aegir.Building.Fetching;
using Aegir.Building.Sources;
using Aegir.Drupal;
using Aegir.Hosts;
using Aegir.State;

namespace Aegir.Operations.Builds;

/// <summary>
/// Builds a platform in a folder of its own, looks at what came of it, and only then lays it where it is going to be and registers it. A
/// platform that is there is never touched, and of one that fails nothing stays.
/// </summary>
public sealed class BuildPlatform : Operation
{
    public const string TaskType = "build";

    private readonly OperationServices services;
    private readonly BuildRequest? request;
    private readonly BuildRecord record;
    private VerifyPlatform? verify;

    private BuildPlatform(OperationServices services, BuildRequest? request, BuildRecord record)
    {
        (this.services, this.request, this.record) = (services, request, record);
        Resources = ["platform:" + Names.PlatformContext(record.Name), "path:" + (record.Path ?? record.Folder)];
    }

    public override string Type => TaskType;

    public override string TargetType => "platform";

    /// <summary>The name; with tokens as long as it is not known.</summary>
    public override string Target => record.Name;

    public override IReadOnlyList<string> Resources { get; }

    /// <summary>Of what it was built from; empty as long as it is not known.</summary>
    public string Hash { get; private set; } = "";

    public bool IsFromMakefile => request?.Source is MakefileSource;

    public override IReadOnlyList<IHost> Hosts => [services.Hub.Host];

    public override IReadOnlyList<Step> Steps =>
    [
        new("folder", MakeAsync) { Undo = RemoveAsync },
        new("build", BuildAsync),
        new("look", LookAsync),
        new("place", PlaceAsync) { Undo = RemoveAsync },
        new("verify", VerifyAsync) { Undo = RemoveFromMembersAsync },
        new("register", _ => Task.CompletedTask) { Commit = (session, taskId) => Committing(verify!).Commit!(session, taskId) },
        new("tidy", TidyAsync),
    ];

    /// <exception cref="AegirException">SourceInvalid, SourceUrlRefused, NameInvalid, PlatformPathInvalid, PlatformExists, DistributionNotFound,
    /// ServerNotFound.</exception>
    public static BuildPlatform Create(OperationServices services, BuildRequest request)
    {
        SourceRules.Check(request.Source);
        var folder = FolderOf(services, request);
        var mark = Convert.ToHexString(RandomNumberGenerator.GetBytes(8)).ToLowerInvariant();
        var (name, path) = services.Store.Read(session =>
        {
            BuildNames.Check(session, request, folder);
            return PlatformNamePattern.IsLate(request.Name)
                ? (Named(session, request), request.Path is null ? null : Names.AbsolutePath(request.Path))
                : BuildNames.Choose(session, request, folder, null, null);
        });
        return new BuildPlatform(services, request, new BuildRecord
        {
            Name = name,
            Distribution = request.Distribution,
            Server = request.Server,
            Path = path,
            Folder = $"{path?[..path.LastIndexOf('/')] ?? folder}/.building-{mark}",
            Mark = mark,
            Cache = services.CacheFolder,
        });
    }

    public static BuildPlatform Rebuild(OperationServices services, string state) => new(services, null, Json.Read<BuildRecord>(state));

    public override string Save() => Json.Write(record);

    /// <summary>The folder that the platforms of a server lie in.</summary>
    private static string FolderOf(OperationServices services, BuildRequest request) => services.Server(request.Server).Folder.TrimEnd('/') + "/platforms";

    // As much of the name as is known: it is held while it is built, and builds for other distributions may go on.
    private static string Named(StateSession session, BuildRequest request) =>
        request.Name.Replace("{distribution}", session.Distributions.Get(request.Distribution ?? "")?.Name, StringComparison.Ordinal);

    private Task MakeAsync(StepContext context) => RunAsync(context, "make-build", [record.Folder, record.Mark, record.Path ?? ""]);

    private async Task BuildAsync(StepContext context)
    {
        var shop = BuildShop.Open(context.On(services.Hub.Host), request!, record.Folder + "/work", record.Cache, record.Mark, context.Log);
        context.Info($"Building from {request!.Source}.");
        var built = await new PlatformBuilder(shop).BuildAsync(request.Source, record.Folder + "/tree", context.Cancellation).ConfigureAwait(false);
        (record.Docroot, Hash) = (built.Docroot, built.Hash);
    }

    private async Task LookAsync(StepContext context)
    {
        var codeBase = await new CodeBaseReader(context.On(services.Hub.Host))
            .ReadAsync(Docroot(record.Folder + "/tree"), context.Cancellation).ConfigureAwait(false);
        // Of a copy there is no other hash.
        Hash = Hash.Length > 0 ? Hash : Workshop.Key(string.Join('\n', codeBase.Packages.Select(package => $"{package.Name} {package.Version}")));
        (record.Name, record.Path) = services.Store.Read(session =>
            BuildNames.Choose(session, request!, FolderOf(services, request!), codeBase.CoreVersion, Hash));
        context.Info($"Drupal {codeBase.CoreVersion}, {codeBase.Packages.Count} packages; it is going to be '{record.Name}' in {record.Path}.");
    }

    private async Task PlaceAsync(StepContext context)
    {
        context.Save();
        await RunAsync(context, "place-build", [record.Folder, record.Mark, record.Path!]).ConfigureAwait(false);
    }

    private async Task VerifyAsync(StepContext context)
    {
        verify = VerifyPlatform.ForNew(services, record.Name, Docroot(record.Path!), record.Server, record.Distribution);
        record.IsVerifying = true;
        context.Save();
        foreach (var step in verify.Steps.TakeWhile(step => step.Commit is null))
            await step.Do(context).ConfigureAwait(false);
    }

    private Task RemoveAsync(StepContext context) => RemoveAsync(context.On(services.Hub.Host), record.Cache, context.Cancellation);

    private Task RemoveAsync(IHost host, string cache, CancellationToken cancellation) =>
        host.ScriptAsync("Operations.Builds.remove-build.sh", [record.Folder, record.Mark, record.Path ?? "", cache], cancellation);

    // What is served under that name is another's where we did not come to it.
    private Task RemoveFromMembersAsync(StepContext context) => !record.IsVerifying ? Task.CompletedTask
        : services.Place(record.Server).For(context).EachAsync(async member =>
        {
            await services.Hosting(member).WithdrawPlatformAsync(Names.PlatformContext(record.Name), context.Cancellation).ConfigureAwait(false);
            if (member.IsRemote)
                await RemoveAsync(member.Host, "", context.Cancellation).ConfigureAwait(false);
        });

    private async Task TidyAsync(StepContext context)
    {
        await services.Place(record.Server).For(context).EachAsync(async member =>
        {
            if (member.IsRemote)
                await member.Host.ScriptAsync("Operations.Builds.tidy-build.sh", [record.Folder, record.Mark, record.Path!, ""], context.Cancellation).ConfigureAwait(false);
        }).ConfigureAwait(false);
        await RunAsync(context, "tidy-build", [record.Folder, record.Mark, record.Path!, record.Cache]).ConfigureAwait(false);
    }

    private async Task RunAsync(StepContext context, string script, IReadOnlyList<string> parameters)
    {
        var result = await context.On(services.Hub.Host).RunAsync(
            HostCommand.Script(HostScripts.Resource($"Operations.Builds.{script}.sh"), parameters), context.Cancellation).ConfigureAwait(false);
        if (result.ExitCode == 73)
            throw new AegirException(AegirErrorKind.AlreadyExists, "PlatformPathTaken", $"{result.Tail(1)} is there already.",
                "Choose another name or path; what is there is never built over. To take it as it is, register it with -Path alone.");
        if (!result.Succeeded)
            throw new AegirException(AegirErrorKind.Failed, "BuildFailed", $"{script} failed on {services.Hub.Host.Name}: {result.Tail(2)}",
                "The account that Aegir uses needs to write into the folder of the platforms.");
    }

    private string Docroot(string root) => record.Docroot is null ? root : $"{root}/{record.Docroot}";

    private static Step Committing(VerifyPlatform verify) => verify.Steps.Single(step => step.Commit is not null);
}
