using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Aegir.Tests.Sinks;

/// <summary>The sources, parsed.</summary>
internal static class SourceTree
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "../../.."));

    /// <summary>The files of a folder, by path from the repository's root.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) => Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Root, file)).Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    public static string Text(string file) => File.ReadAllText(Path.Combine(Root, file));

    public static IEnumerable<(string File, SyntaxNode Node)> Nodes(string folder) =>
        Files(folder, "*.cs").SelectMany(file => CSharpSyntaxTree.ParseText(Text(file)).GetRoot().DescendantNodes().Select(node => (file, node)));

    /// <summary>Type and member that a node is part of.</summary>
    public static string Member(SyntaxNode node)
    {
        var member = node.AncestorsAndSelf().OfType<MemberDeclarationSyntax>().FirstOrDefault(each => each is not BaseTypeDeclarationSyntax);
        var name = member switch
        {
            MethodDeclarationSyntax method => method.Identifier.Text,
            PropertyDeclarationSyntax property => property.Identifier.Text,
            ConstructorDeclarationSyntax => "new",
            FieldDeclarationSyntax field => field.Declaration.Variables[0].Identifier.Text,
            _ => "?",
        };
        return node.AncestorsAndSelf().OfType<BaseTypeDeclarationSyntax>().FirstOrDefault()?.Identifier.Text + "." + name;
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
