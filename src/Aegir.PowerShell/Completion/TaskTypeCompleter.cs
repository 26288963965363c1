using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Aegir.PowerShell;

/// <summary>Completes the types that tasks can have.</summary>
public sealed class TaskTypeCompleter : IArgumentCompleter
{
    private static readonly string[] Types =
    [
        "backup", "build", "catch-up", "change", "clone", "cron", "deploy", "disable", "enable", "forget", "import", "install", "login", "migrate", "remove",
        "remove-backup", "remove-platform", "rename", "restore", "undo-upgrade", "update", "upgrade", "upgrade-sites", "verify",
    ];

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Types.Where(type => type.StartsWith(wordToComplete, StringComparison.OrdinalIgnoreCase)).Select(type => new CompletionResult(type, type, CompletionResultType.ParameterValue, type));
}
