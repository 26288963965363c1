using Aegir.Building.Makefiles;
using Aegir.Tests.Components;
using Newtonsoft.Json.Linq;

namespace Aegir.Tests.Building;

/// <summary>Makefiles parse to the tree that lies beside each: for those of Drush 8's own tests the tree that Drush 8.4 made of it.</summary>
public sealed class MakefileTreeTests
{
    [NeedsTestDataFact]
    public async Task Makefiles_of_Drush_parse_to_its_tree()
    {
        var problems = new List<string>();
        var files = Directory.GetFiles(NeedsTestDataFactAttribute.Folder + "/makefiles", "*.expected.json");
        foreach (var file in files)
            problems.AddRange(await ProblemsAsync(file));
        Assert.Empty(problems);
        Assert.True(files.Length >= 18, $"only {files.Length} makefiles");
    }

    [Theory]
    [InlineData("every-key.make")]
    [InlineData("every-key.make.yml")]
    [InlineData("layers.make")]
    public async Task Makefiles_of_ours_parse_to_the_tree_beside_them(string name) =>
        Assert.Empty(await ProblemsAsync(Fixtures.At($"makefiles/{name}.expected.json")));

    private static async Task<IReadOnlyList<string>> ProblemsAsync(string expectedFile)
    {
        var file = expectedFile[..^".expected.json".Length];
        var expected = JToken.Parse(File.ReadAllText(expectedFile));
        using var folder = new WorkshopFolder();
        var shop = folder.Open();
        var tree = await new MakefileReader(shop).ReadAsync(file, default);
        if (expected is not JObject wanted)
            // Drush refused it, and so do we.
            return Record.Exception(() => Makefile.From(tree, _ => { })) is AegirException { Id: "MakefileInvalid" } ? [] : [$"{file}: is not refused"];
        var problems = new List<string>();
        if ((string?)wanted["format"] != (tree.Place.Origin.IsYaml ? "yaml" : "ini"))
            problems.Add($"{file}: is not {wanted["format"]}");
        wanted.Remove("format");
        Compare(Path.GetFileName(file), wanted, tree, problems);
        // The order of projects is the order in which they are laid down.
        if (wanted["projects"] is JObject projects && !projects.Properties().Select(property => property.Name).SequenceEqual(tree.Map("projects")!.Keys))
            problems.Add($"{file}: the order is {string.Join(", ", tree.Map("projects")!.Keys)}");
        return problems;
    }

    private static void Compare(string at, JToken wanted, MakeNode? node, List<string> problems)
    {
        switch (wanted)
        {
            case JArray array when node is MakeMap list && array.Count == list.Count && (array.Count == 0 || list.IsList):
                foreach (var (item, member) in array.Zip(list.Nodes))
                    Compare($"{at}[]", item, member, problems);
                break;
            case JObject map when node is MakeMap tree:
                foreach (var key in map.Properties().Select(property => property.Name).Union(tree.Keys))
                    if (map[key] is { } value)
                        Compare($"{at}[{key}]", value, tree[key], problems);
                    else
                        problems.Add($"{at}[{key}] is too much");
                break;
            // Drush makes numbers of what YAML writes without quotes; we keep the text, so that version 3.10 is not 3.1.
            case JValue { Type: JTokenType.String or JTokenType.Integer or JTokenType.Boolean } value
                when node is MakeValue { Value: { } ours } && (value.Type == JTokenType.Boolean ? Equals(value.Value, ours) : value.ToString() == ours as string):
                break;
            default:
                problems.Add($"{at} is {(node as MakeValue)?.Value ?? node?.GetType().Name ?? "missing"}, not {wanted}");
                break;
        }
    }
}
