using Aegir.Hosts;

namespace Aegir.Tests.Drupal;

/// <summary>A small code base in a folder of its own, which goes when the test ends.</summary>
internal sealed class CodeBaseTree : IDisposable
{
    private readonly DirectoryInfo top = Directory.CreateTempSubdirectory("aegir-tree-");

    public CodeBaseTree(string folder = "d")
    {
        SetMode(top.FullName, "755");
        Root = top.CreateSubdirectory(folder).FullName;
    }

    public string Root { get; }

    public static CodeBaseTree Modern(string version = "10.3.6", string folder = "d", string docroot = "") => new CodeBaseTree(folder)
        .Write($"{docroot}core/lib/Drupal.php",
            $"<?php\nclass Drupal {{\n\n  const VERSION = '{version}';\n  const CORE_MINIMUM_SCHEMA_VERSION = 8000;\n  const MINIMUM_PHP = '8.1.0';\n}}\n")
        .Write($"{docroot}core/modules/system/system.info.yml", "name: System\ntype: module\npackage: Core\nversion: VERSION\nrequired: true\n")
        .Write($"{docroot}core/modules/system/system.install",
            "<?php\n/**\n * function system_update_99999() is no update.\n */\nfunction system_update_last_removed(): int {\n  return 9401;\n}\nfunction system_update_10100(&$sandbox = NULL) {\n}\nfunction system_update_10201(): void {\n}\nfunction other_update_10999() {\n}\n")
        .Write($"{docroot}core/profiles/standard/standard.info.yml", "name: Standard\ntype: profile\nversion: VERSION\n")
        .Write($"{docroot}core/themes/olivero/olivero.info.yml", "name: Olivero\ntype: theme\nbase theme: false\nversion: VERSION\nregions:\n  header: Header\n");

    public static CodeBaseTree Legacy(string version = "7.98", string folder = "d") => new CodeBaseTree(folder)
        .Write("includes/bootstrap.inc", $"<?php\ndefine('VERSION', '{version}');\ndefine('DRUPAL_MINIMUM_PHP', '5.3.3');\ndefine('DRUPAL_MINIMUM_PHP_MEMORY_LIMIT', '32M');\n")
        .Write("modules/system/system.info", "name = System\ndescription = \"Handles = everything.\"\npackage = Core\nversion = VERSION\ncore = 7.x\nfiles[] = system.test\nrequired = TRUE\n\n; Information added by Drupal.org packaging script\nversion = \"" + version + "\"\nproject = \"drupal\"\n")
        .Write("modules/system/system.install", "<?php\nfunction system_update_last_removed() {\n  return 6055;\n}\nfunction system_update_7000() {}\nfunction system_update_7085() {}\n")
        .Write("themes/bartik/bartik.info", "name = Bartik\ncore = 7.x\nversion = VERSION\nregions[header] = Header\n")
        .Write("profiles/standard/standard.info", "name = Standard\nversion = VERSION\ncore = 7.x\n");

    public CodeBaseTree Write(string path, string content) => Write(path, System.Text.Encoding.UTF8.GetBytes(content));

    public CodeBaseTree Write(string path, byte[] content)
    {
        var full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, content);
        return this;
    }

    public CodeBaseTree Module(string folder, string extra = "version: 1.0.0", string? install = null)
    {
        var name = folder[(folder.LastIndexOf('/') + 1)..];
        Write($"{folder}/{name}.info.yml", $"name: The {name}\ntype: module\ncore_version_requirement: ^9 || ^10\n{extra}\n");
        return install is null ? this : Write($"{folder}/{name}.install", install);
    }

    public CodeBaseTree Link(string path, string target)
    {
        var full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.CreateSymbolicLink(full, target);
        return this;
    }

    public void Mode(string path, string octal) => SetMode(Path.Combine(Root, path), octal);

    public Task<Aegir.Drupal.CodeBase> ReadAsync(string below = "", IHost? host = null) =>
        new Aegir.Drupal.CodeBaseReader(host ?? new LocalHost()).ReadAsync(Path.Combine(Root, below), CancellationToken.None);

    public Task<string> FingerprintAsync() =>
        new Aegir.Drupal.CodeBaseReader(new LocalHost()).FingerprintAsync(Root, CancellationToken.None);

    public void Dispose() => top.Delete(recursive: true);

    private static void SetMode(string path, string octal)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(octal, 8));
    }
}
