namespace Aegir.Operations.Verifying;

/// <summary>Collects what the checks of a server find: one that fails does not keep the others from being made.</summary>
internal sealed class ServerChecks(Server server)
{
    private readonly List<ServerCheck> checks = [];
    private readonly List<AegirException> failures = [];

    public IReadOnlyList<ServerCheck> All => checks;

    public void Ok(StepContext context, string name, string detail) => Add(context, new ServerCheck(name, CheckState.Ok, detail));

    public void Warn(StepContext context, string name, string detail, string action = "") =>
        Add(context, new ServerCheck(name, CheckState.Warning, detail, action));

    public void Fail(StepContext context, string name, AegirException failure)
    {
        failures.Add(failure);
        Add(context, new ServerCheck(name, CheckState.Failed, failure.Message, failure.Action));
    }

    public void Fail(StepContext context, string name, string id, string detail, string action) =>
        Fail(context, name, new AegirException(AegirErrorKind.Unavailable, id, detail, action));

    /// <summary>Makes a check that says what it saw or throws; true where it passed.</summary>
    /// <param name="isGrave">False for trouble that a server can live with.</param>
    public async Task<bool> TryAsync(StepContext context, string name, Func<Task<string>> check, Func<AegirException, bool>? isGrave = null)
    {
        try
        {
            Ok(context, name, await check().ConfigureAwait(false));
            return true;
        }
        catch (AegirException error)
        {
            if (isGrave?.Invoke(error) ?? true)
                Fail(context, name, error);
            else
                Warn(context, name, error.Message, error.Action);
            return false;
        }
    }

    /// <summary>The error that the verify ends with; null where the server is fit.</summary>
    public AegirException? Verdict() => failures.Count < 2 ? failures.FirstOrDefault() : new AegirException(
        AegirErrorKind.Unavailable, "ServerUnfit",
        $"'{server.Name}' is not fit for sites yet: " + string.Concat(Failed.Select(check => $"\n- {check}")),
        string.Join('\n', Failed.Select(check => $"- {check.Name}: {check.Action}")));

    private IEnumerable<ServerCheck> Failed => checks.Where(check => check.State == CheckState.Failed);

    private void Add(StepContext context, ServerCheck check)
    {
        checks.Add(check);
        context.Log(check.State switch
        {
            CheckState.Ok => TaskLogLevel.Info,
            CheckState.Warning => TaskLogLevel.Warning,
            _ => TaskLogLevel.Error,
        }, check.ToString());
    }
}
