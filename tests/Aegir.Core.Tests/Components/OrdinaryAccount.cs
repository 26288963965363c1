using Aegir.Hosts;

namespace Aegir.Tests.Components;

/// <summary>This machine as an account sees it that is no administrator's, and in the web server's group.</summary>
public sealed class OrdinaryAccount : IHost
{
    /// <summary>That of a web server.</summary>
    public const string WebServer = "33:33";

    /// <summary>Its own files, in the web server's group.</summary>
    public const string Owner = "4711:33";

    public string Name => "ordinary";

    public Task<CommandResult> RunAsync(HostCommand command, CancellationToken cancellation) => new LocalHost().RunAsync(
        command with { File = "setpriv", Arguments = ["--reuid=4711", "--regid=4711", "--groups=33", command.File, .. command.Arguments] }, cancellation);
}

public sealed class NeedsAccountsFactAttribute : NeedsFactAttribute
{
    public NeedsAccountsFactAttribute()
        : base("setpriv") => Skip ??= Environment.UserName == "root" ? null : "Only the administrator can be another.";
}
