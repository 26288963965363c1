using System.Text.RegularExpressions;
using Aegir.Tests.Sinks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Aegir.Tests.Errors;

/// <summary>The id of every error that the sources make.</summary>
internal static partial class FoundErrors
{
    private static readonly string[] Parameters = ["id", "errorId"];

    public static IReadOnlyList<string> Ids() => [.. Sharp().Concat(Php()).Distinct().Order(StringComparer.Ordinal)];

    // An id stands beside a kind of error, or is handed to what makes an error of it.
    private static IEnumerable<string> Sharp()
    {
        var nodes = SourceTree.Nodes("src").ToList();
        var makers = nodes.Select(found => Maker(found.File, found.Node)).OfType<Maker>().Distinct().ToLookup(maker => maker.Name);
        return nodes.SelectMany(found => found.Node is BaseArgumentListSyntax list
            ? IdsIn(list, makers[Called(list)].Where(maker => maker.File is null || maker.File == found.File))
            : []);
    }

    private static IEnumerable<string> IdsIn(BaseArgumentListSyntax list, IEnumerable<Maker> makers) =>
        list.Arguments.Any(argument => Kind().IsMatch(argument.ToString())) || list.Parent is ObjectCreationExpressionSyntax { Type: IdentifierNameSyntax { Identifier.Text: "AegirException" } }
            ? list.Arguments.Take(2).SelectMany(argument => Words(argument.Expression))
            : makers.Where(maker => maker.Place < list.Arguments.Count).SelectMany(maker => Words(list.Arguments[maker.Place].Expression));

    private static Maker? Maker(string file, SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => Maker(method.Modifiers.Any(SyntaxKind.PrivateKeyword) ? file : null, method.Identifier.Text, method.ParameterList),
        LocalFunctionStatementSyntax function => Maker(file, function.Identifier.Text, function.ParameterList),
        _ => null,
    };

    private static Maker? Maker(string? file, string name, ParameterListSyntax parameters) =>
        parameters.Parameters.IndexOf(parameter => Parameters.Contains(parameter.Identifier.Text) && parameter.Type?.ToString() == "string") is var place and >= 0
            ? new Maker(file, name, place) : null;

    private static string Called(BaseArgumentListSyntax list) => list.Parent switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Name.Identifier.Text,
        InvocationExpressionSyntax { Expression: SimpleNameSyntax name } => name.Identifier.Text,
        _ => "",
    };

    // A literal, a choice between some, or a local that was given one.
    private static IEnumerable<string> Words(ExpressionSyntax expression) => expression switch
    {
        InvocationExpressionSyntax or InterpolatedStringExpressionSyntax => [],
        IdentifierNameSyntax name when Parameters.Contains(name.Identifier.Text) => expression.Ancestors().OfType<MethodDeclarationSyntax>().SelectMany(method => method.DescendantNodes())
            .OfType<DeclarationExpressionSyntax>().Where(declared => declared.Designation.ToString().Contains(name.Identifier.Text, StringComparison.Ordinal))
            .SelectMany(declared => Literals(declared.Parent!)),
        _ => Literals(expression),
    };

    private static IEnumerable<string> Literals(SyntaxNode node) => node.DescendantNodesAndSelf().OfType<LiteralExpressionSyntax>()
        .Where(literal => literal.IsKind(SyntaxKind.StringLiteralExpression) && Id().IsMatch(literal.Token.ValueText)).Select(literal => literal.Token.ValueText);

    private static IEnumerable<string> Php() => SourceTree.Files("src", "*.php").SelectMany(file => PhpError().Matches(SourceTree.Text(file)).Select(match => match.Groups[1].Value));

    [GeneratedRegex(@"\AAegirErrorKind\.|\b[Kk]ind\z|\AErrorCategory\.")]
    private static partial Regex Kind();

    [GeneratedRegex(@"\A[A-Z][a-z]+([A-Z][a-z]*)+\z")]
    private static partial Regex Id();

    [GeneratedRegex(@"(?:fail\('\w+', |doing = \['\w+', |AegirRefusal\(|'id' => )'(\w+)'")]
    private static partial Regex PhpError();
}

/// <summary>A method that makes an error of an id.</summary>
/// <param name="File">Where it can be called; null for everywhere.</param>
/// <param name="Place">Of the id among its parameters.</param>
internal sealed record Maker(string? File, string Name, int Place);
