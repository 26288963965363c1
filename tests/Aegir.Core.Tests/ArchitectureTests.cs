using System.Text.RegularExpressions;
using Aegir.Tests.Components;

namespace Aegir.Tests;

/// <summary>The house rules that a compiler does not keep.</summary>
public sealed partial class ArchitectureTests
{
    // A room may use those before it; rooms on one line do not use each other.
    private static readonly string[][] Floors =
    [
        ["State", "Hosts"], ["Drupal"], ["Databases", "WebServers"], ["Building"], ["Operations"], ["Distributions"], ["Tasks", "Reports"], ["Hub"],
    ];

    private static string Source => Fixtures.At("../../src");

    [Fact]
    public void Arrows_point_one_way()
    {
        var wrong = new List<string>();
        foreach (var file in Directory.EnumerateFiles(Source + "/Aegir.Core", "*.cs", SearchOption.AllDirectories).Where(IsSource))
        {
            var room = Path.GetRelativePath(Source + "/Aegir.Core", file).Split('/')[0];
            if (FloorOf(room) is not { } floor)
                continue;
            foreach (Match match in Room().Matches(File.ReadAllText(file)))
                if (FloorOf(match.Groups[1].Value) is { } used && match.Groups[1].Value != room && used >= floor)
                    wrong.Add($"{file}: {match.Value}");
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public void Core_and_model_know_no_PowerShell_and_no_web_server()
    {
        foreach (var assembly in new[] { typeof(AegirHub).Assembly, typeof(Site).Assembly })
            Assert.DoesNotContain(assembly.GetReferencedAssemblies(), name => name.Name!.Contains("Management.Automation", StringComparison.Ordinal)
                || name.Name.Contains("AspNetCore", StringComparison.Ordinal));
    }

    [Fact]
    public void The_service_and_the_cmdlets_go_through_the_hub_and_not_through_each_other()
    {
        foreach (var (house, others) in new[] { ("Aegir.Service", "Aegir.PowerShell"), ("Aegir.PowerShell", "Aegir.Service") })
            Assert.DoesNotContain(others, File.ReadAllText($"{Source}/{house}/{house}.csproj"));
        Assert.DoesNotContain(Directory.EnumerateFiles(Source + "/Aegir.Service", "*.*", SearchOption.AllDirectories).Where(IsSource),
            file => File.ReadAllText(file).Contains("SELECT ", StringComparison.Ordinal));
    }

    [Fact]
    public void The_model_needs_no_package()
    {
        Assert.All(typeof(Site).Assembly.GetReferencedAssemblies(), name => Assert.StartsWith("System", name.Name));
    }

    [Fact]
    public void Every_type_of_task_is_completed_at_the_prompt()
    {
        var completed = Quoted().Matches(File.ReadAllText(Source + "/Aegir.PowerShell/Completion/TaskTypeCompleter.cs")).Select(match => match.Groups[1].Value);
        var types = Directory.EnumerateFiles(Source + "/Aegir.Core", "*.cs", SearchOption.AllDirectories).Where(IsSource)
            .SelectMany(file => TaskType().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value)
            .Concat(Enum.GetNames<MoveKind>().Select(name => name.ToLowerInvariant()));

        Assert.Equal(types.Distinct().Order(StringComparer.Ordinal), completed);
    }

    [Fact]
    public void Files_are_small()
    {
        var lines = Directory.EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories).Where(IsSource)
            .Select(file => (File.ReadLines(file).Count(), file)).Order().ToList();
        Assert.InRange(lines[lines.Count / 2].Item1, 1, 100);
        Assert.DoesNotContain(lines, file => file.Item1 > 500);
    }

    private static int? FloorOf(string room) => Array.FindIndex(Floors, floor => floor.Contains(room)) is var index and >= 0 ? index : null;

    private static bool IsSource(string file) => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal);

    [GeneratedRegex("""(?:const string TaskType =|override string Type =>) "([a-z-]+)";""")]
    private static partial Regex TaskType();

    [GeneratedRegex("""(?<=[ ,])"([a-z-]+)",""")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\bAegir\.([A-Z][A-Za-z]+)\b(?=[.;])")]
    private static partial Regex Room();
}
