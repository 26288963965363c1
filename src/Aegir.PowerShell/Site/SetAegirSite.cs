using System.Management.Automation;
using Aegir.Hub.Requests;

namespace Aegir.PowerShell;

/// <summary>Changes what sites answer to and how. What is not named stays.</summary>
[Cmdlet(VerbsCommon.Set, Nouns.Site, SupportsShouldProcess = true)]
[OutputType(typeof(Site), typeof(AegirTask))]
public sealed class SetAegirSiteCommand : SitesCmdlet
{
    /// <summary>All further names; an empty list for none. One may start with "*.".</summary>
    [Parameter]
    [Alias("Aliases")]
    [AllowEmptyCollection]
    public string[]? Alias { get; set; }

    /// <summary>Further names, besides those it has.</summary>
    [Parameter]
    public string[] AddAlias { get; set; } = [];

    /// <summary>Further names that it is to lose.</summary>
    [Parameter]
    public string[] RemoveAlias { get; set; } = [];

    /// <summary>The one of its names that all others are redirected to; empty for none.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Redirection { get; set; }

    /// <summary>Required: plain http is redirected to it.</summary>
    [Parameter]
    public HttpsMode? Https { get; set; }

    /// <summary>Name of a certificate on the server; empty for one of its own, self-signed.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Certificate { get; set; }

    /// <summary>Whom it belongs to; empty for nobody.</summary>
    [Parameter]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ClientNameCompleter))]
    public string? Client { get; set; }

    /// <summary>How often its cron is due, such as 01:00:00; 0 for never.</summary>
    [Parameter]
    public TimeSpan? CronInterval { get; set; }

    /// <summary>Puts out what was changed.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override string Activity => "Changing sites";

    protected override string Describe(Site item) => $"Change site '{item.Name}': {Changes()}.";

    protected override TaskRequest Request(Site item) => new ChangeTask(item.Name, new SiteChange
    {
        Aliases = Alias,
        AddAliases = AddAlias,
        RemoveAliases = RemoveAlias,
        Redirection = Redirection,
        Https = Https,
        Certificate = Certificate,
        Client = Client,
        CronInterval = CronInterval,
    });

    protected override void WriteDone(Site item, object result)
    {
        if (PassThru)
            WriteObject(result);
    }

    private string Changes() => string.Join(", ", MyInvocation.BoundParameters
        .Where(pair => pair.Key is nameof(Alias) or nameof(AddAlias) or nameof(RemoveAlias) or nameof(Redirection) or nameof(Https) or nameof(Certificate)
            or nameof(Client) or nameof(CronInterval))
        .Select(pair => $"{pair.Key} = {(pair.Value is string[] list ? string.Join(' ', list) : pair.Value)}").DefaultIfEmpty("nothing"));
}
