using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Changes what the hub says of platforms.</summary>
public abstract class PlatformChangeCmdlet : HubCmdlet
{
    /// <summary>Names, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PlatformNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Puts out what was changed.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Changes one that may be changed.</summary>
    /// <returns>What it is then.</returns>
    protected abstract Platform Change(Platform platform);

    protected sealed override void Process()
    {
        foreach (var platform in PlatformsNamed(Name).ToList())
            Attempt(platform, () =>
            {
                var changed = Change(platform);
                if (PassThru)
                    WriteObject(changed);
            });
    }
}
