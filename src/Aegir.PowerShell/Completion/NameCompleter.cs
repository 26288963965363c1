using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Aegir.PowerShell;

/// <summary>Completes names from the hub. It only looks: it makes no hub, puts nothing right, and never throws.</summary>
public abstract class NameCompleter : IArgumentCompleter
{
    private const int Most = 100;

    // Tab has no Ctrl-C: a store that does not answer must not hold the prompt up.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            using var late = new CancellationTokenSource(Patience);
            if (HubSession.Current.Peek(late.Token) is not { } hub)
                return [];
            return Find(hub.Until(null, late.Token), new NamePattern(Typed(wordToComplete) + "*"), fakeBoundParameters).Take(Most).Select(found => Result(found.Name, found.Tip)).ToList();
        }
        catch (Exception)
        {
            return [];
        }
    }

    /// <summary>The names that match, each with a word on what it is.</summary>
    protected abstract IEnumerable<(string Name, string Tip)> Find(AegirHub hub, NamePattern pattern);

    /// <param name="bound">The parameters that are typed already.</param>
    protected virtual IEnumerable<(string Name, string Tip)> Find(AegirHub hub, NamePattern pattern, IDictionary bound) => Find(hub, pattern);

    // In single quotes, a quote is written twice.
    private static string Typed(string word) => word.StartsWith('\'')
        ? word.Trim('\'').Replace("''", "'", StringComparison.Ordinal)
        : word.Trim('"');

    private static CompletionResult Result(string name, string tip) =>
        new(Quote(name), name, CompletionResultType.ParameterValue, tip.Length > 0 ? tip : name);

    private static string Quote(string name) => name.All(IsPlain) && char.IsAsciiLetterOrDigit(name[0])
        ? name
        : "'" + CodeGeneration.EscapeSingleQuotedStringContent(name) + "'";

    private static bool IsPlain(char character) => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_';
}
