using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Aegir.Tests.Sinks;

/// <summary>Every place in src/ where a value gets into something that another program reads as more than data.</summary>
internal static class FoundSinks
{
    private static readonly string[] Constant = ["Script", "ScriptAsync", "PhpAsync"];

    /// <summary>Commands whose program or script is not a word in the source: what stands there may be given by somebody.</summary>
    public static IEnumerable<string> Commands() => SourceTree.Nodes("src").SelectMany(found => found.Node switch
    {
        ObjectCreationExpressionSyntax { Type: IdentifierNameSyntax { Identifier.Text: "HostCommand" }, ArgumentList.Arguments: [{ } file, ..] }
            when !IsWord(file.Expression) => [SourceTree.Member(found.Node)],
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "Script", Expression: IdentifierNameSyntax { Identifier.Text: "HostCommand" } } } call
            when !IsWord(call.ArgumentList.Arguments[0].Expression) => [SourceTree.Member(call)],
        _ => Array.Empty<string>(),
    }).Distinct();

    /// <summary>Texts that go to a command's standard input, where it reads more than data.</summary>
    public static IEnumerable<string> Inputs() => SourceTree.Nodes("src")
        .Where(found => found.Node is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.Text: "Input" } } assignment && !IsWord(assignment.Right))
        .Select(found => SourceTree.Member(found.Node)).Distinct();

    /// <summary>SQL and configuration put together from values: interpolated text that begins like a statement or is written into a file of a web server.</summary>
    public static IEnumerable<string> Texts() => SourceTree.Nodes("src")
        .Where(found => found.Node is InterpolatedStringExpressionSyntax text && text.Contents.OfType<InterpolationSyntax>().Any()
            && (IsSql(text) || text.ToString().Contains("ShellQuote.", StringComparison.Ordinal) || found.File.EndsWith("/SshOptions.cs", StringComparison.Ordinal) || found.File.Contains("/WebServers/Nginx/", StringComparison.Ordinal) || found.File.Contains("/WebServers/Apache/", StringComparison.Ordinal))
            && !text.Ancestors().OfType<BaseObjectCreationExpressionSyntax>().Any(creation => creation.ToString().Contains("AegirErrorKind", StringComparison.Ordinal)))
        .Select(found => SourceTree.Member(found.Node)).Distinct();

    /// <summary>PHP of ours that writes PHP, or builds SQL.</summary>
    public static IEnumerable<string> Php() => SourceTree.Files("src", "*.php")
        .Where(file => System.Text.RegularExpressions.Regex.IsMatch(SourceTree.Text(file), @"var_export|file_put_contents|fwrite|->(query|exec|prepare)\(|rename\("))
        .Select(file => Path.GetFileName(file));

    /// <summary>What is put into the templates of configuration.</summary>
    public static IEnumerable<string> Placeholders() => SourceTree.Files("src", "*.conf")
        .SelectMany(file => System.Text.RegularExpressions.Regex.Matches(SourceTree.Text(file), "@[A-Z]+@").Select(match => match.Value)).Distinct();

    // A literal, a script that is embedded, or a choice between such.
    private static bool IsWord(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax => true,
        ConditionalExpressionSyntax choice => IsWord(choice.WhenTrue) && IsWord(choice.WhenFalse),
        InvocationExpressionSyntax { Expression: var called } resource when called.ToString() is "HostScripts.Resource" or "Resource" => IsWord(resource.ArgumentList.Arguments[0].Expression),
        _ => false,
    };

    private static bool IsSql(InterpolatedStringExpressionSyntax text) =>
        System.Text.RegularExpressions.Regex.IsMatch(text.Contents.ToString(), @"\A\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|GRANT|REVOKE|SET|COPY|COMMENT|DO|EXISTS|WITH|COALESCE|PRAGMA|LISTEN)\b\s");
}
