namespace Aegir.Operations;

/// <summary>The copies the hub keeps of what is served on other machines. Nothing to do where the hub's own machine serves it.</summary>
public static class HubCopies
{
    /// <summary>Brings the hub's copy of a site's folder up to date; uploads stay where they are (aegir-spec 2.15).</summary>
    public static Task KeepSiteAsync(OperationServices services, Place place, string docroot, string directory, StepContext context) =>
        Task.CompletedTask;

    /// <summary>Deletes the hub's copy of a site's folder.</summary>
    public static Task ForgetSiteAsync(OperationServices services, Place place, string docroot, string directory, StepContext context) =>
        Task.CompletedTask;
}
