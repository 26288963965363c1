using System.Management.Automation;
using Aegir.Reports;

namespace Aegir.PowerShell;

/// <summary>Writes plans, comparisons and what became of a batch as one page of HTML.</summary>
[Cmdlet(VerbsData.Export, Nouns.Report, SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportAegirReportCommand : AegirCmdlet
{
    private Report? report;

    /// <summary>The file, such as ./upgrade.html. One that is there is written anew.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Upgrade plans, results of upgrades and moves, rows of package comparisons, and tasks, in any order.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public PSObject?[]? InputObject { get; set; }

    /// <summary>The page's headline.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Title { get; set; } = "Aegir report";

    /// <summary>Leaves a file alone that is there already, and says so.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Puts out the file.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void BeginProcessing() => report = new Report(Title, DateTimeOffset.Now);

    protected override void Process()
    {
        // Null where nothing came down the pipeline: a night in which nothing was to be done is worth a page as well.
        foreach (var item in InputObject ?? [])
            if (item is not null && !report!.Add(item.BaseObject))
                Attempt(item, () => throw new AegirException(
                    AegirErrorKind.InvalidInput, "ReportItemUnknown", $"A report does not know what to make of '{item}' ({item.BaseObject.GetType().Name}).",
                    "Give it upgrade plans, results of upgrades and moves, package comparisons or tasks."));
    }

    protected override void End()
    {
        var path = GetUnresolvedProviderPathFromPSPath(Path);
        if (!Approve($"Write the report '{path}'."))
            return;
        Attempt(path, () =>
        {
            ReportFile.Write(path, report!, !NoClobber);
            if (PassThru)
                WriteObject(new FileInfo(path));
        });
    }
}
