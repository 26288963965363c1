using System.Management.Automation;
using Aegir.Hub.Requests;

namespace Aegir.PowerShell;

/// <summary>Forgets platforms; their files stay where they are unless they are to go too.</summary>
[Cmdlet(VerbsCommon.Remove, Nouns.Platform, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(Platform), typeof(AegirTask))]
public sealed class RemoveAegirPlatformCommand : TaskCmdlet<Platform>
{
    /// <summary>Names, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PlatformNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Deletes the code as well: the project root, on the hub and on every machine that serves it.</summary>
    [Parameter]
    public SwitchParameter DeleteFiles { get; set; }

    /// <summary>Asks nothing.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Puts out what was removed, as it was.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override bool IsForced => Force;

    protected override string Activity => "Removing";

    protected override IEnumerable<Platform> Resolve() => PlatformsNamed(Name).ToList();

    // Nobody is asked about what would be refused; but when a task's turn comes, the sites may have gone.
    protected override IEnumerable<Platform> Ask(IReadOnlyList<Platform> items) => base.Ask(AsTask ? items : [.. items.SelectMany(item => Found(item, () => Removable(item)))]);

    protected override string Describe(Platform item) => DeleteFiles
        ? $"Remove platform '{item.Name}' and delete {item.ProjectRoot} on '{item.Server}' and on the hub."
        : $"Remove platform '{item.Name}' from the hub; its files in {item.Path} stay.";

    protected override TaskRequest Request(Platform item) => new RemovePlatformTask(item.Name, DeleteFiles);

    private Platform Removable(Platform item)
    {
        Hub.Platforms.RequireUnused(item.Name);
        return item;
    }

    protected override void WriteDone(Platform item, object result)
    {
        if (PassThru)
            WriteObject(item);
    }
}
