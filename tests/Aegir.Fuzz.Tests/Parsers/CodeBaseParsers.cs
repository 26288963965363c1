using System.Formats.Tar;
using System.Text;
using Aegir.Drupal;
using Aegir.Tests.Fuzzing;

namespace Aegir.Tests.Parsers;

/// <summary>Info files, install files and composer's list, as the reader of code bases meets them; and the answer they come in.</summary>
internal static class CodeBaseParsers
{
    private const string Drupal10 = "<?php\nclass Drupal {\n  const VERSION = '10.3.6';\n}\n";

    public static IReadOnlyList<Parser> All { get; } =
    [
        new("info-yml", text => FileAsync(8, "modules/a/a.info.yml", text)) { Words = ["name: ", "type: module\n", "core_version_requirement: ", "version: VERSION\n", "&a [*a]", "{{{{", "[[[[", "dependencies:\n  - ", "!!binary ", "? - "] },
        new("info-ini", text => FileAsync(7, "modules/a/a.info", text)) { Words = ["name = ", "core = 7.x\n", "version = \"", "dependencies[] = ", "[a][b][] = ", "= '", "\\'"] },
        new("install", text => FileAsync(8, "modules/a/a.install", text)) { Words = ["function a_update_8001() {\n", "function a_update_last_removed() {\n  return ", "/*", "*/", "//", "#", "<<<X\n", "?>", "<?php "] },
        new("core-version", text => FileAsync(8, "core/lib/Drupal.php", text)) { Words = ["const VERSION = '", "define('VERSION', '", "DRUPAL_MINIMUM_PHP', '"] },
        new("composer-installed", text => FileAsync(8, "/p/vendor/composer/installed.json", text)) { Words = ["\"packages\":", "\"drupal/", "\"install-path\":", "\"dev-", "\"extra\":{\"drupal\":{\"version\":", "[[[[[[[[", "1e99999"] },
        new("code-base-answer", text => new CodeBaseReader(new AnsweringHost(text)).ReadAsync("/p", default)) { Words = ["\0", "state=ok\0", "layout=8\0", "docroot=/p\0", "ustar", "\0\0"] },
    ];

    private static async Task FileAsync(int layout, string path, byte[] text)
    {
        var core = layout == 8 ? "core/lib/Drupal.php" : "includes/bootstrap.inc";
        var files = new Dictionary<string, byte[]>
        {
            [core] = Encoding.UTF8.GetBytes(layout == 8 ? Drupal10 : "<?php\ndefine('VERSION', '7.98');\n"),
            ["modules/a/a.info" + (layout == 8 ? ".yml" : "")] = "name: A\ntype: module\ncore_version_requirement: ^10\n"u8.ToArray(),
            [path] = text,
        };
        var read = await new CodeBaseReader(new AnsweringHost(Answer(layout, files))).ReadAsync("/p", default);
        Assert.NotNull(read.Packages);
    }

    /// <summary>What read-code-base.sh says of these files.</summary>
    public static byte[] Answer(int layout, IReadOnlyDictionary<string, byte[]> files)
    {
        using var answer = new MemoryStream();
        answer.Write(Encoding.UTF8.GetBytes($"state=ok\0docroot=/p\0project=/p\0layout={layout}\0\0"));
        using (var tar = new TarWriter(answer, TarEntryFormat.Ustar, leaveOpen: true))
            foreach (var (path, text) in files)
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(text) });
        answer.Write(Encoding.UTF8.GetBytes($"\0{string.Join('\n', files.Select(file => $"{file.Value.Length} 1 1 {file.Key}"))}\0"));
        return answer.ToArray();
    }
}
