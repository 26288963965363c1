using System.Runtime.Versioning;

// Modes and owners of files are part of what is tested.
[assembly: SupportedOSPlatform("linux")]

namespace Aegir.Tests.Components;

/// <summary>A folder of a test's own that is gone afterwards, whatever modes the test left in it.</summary>
public sealed class TempFolder : IDisposable
{
    public TempFolder(string prefix = "aegir-test-") => Path = Directory.CreateTempSubdirectory(prefix).FullName;

    public string Path { get; }

    /// <summary>Writes a file below the folder and makes the folders it needs.</summary>
    public string Write(string relative, string text)
    {
        var file = At(relative);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    /// <summary>Writes a file that only its owner may read, at any moment.</summary>
    public string WriteSecret(string relative, string text)
    {
        var file = At(relative);
        using var stream = new FileStream(file, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        using var writer = new StreamWriter(stream);
        writer.Write(text);
        return file;
    }

    public string At(string relative) => System.IO.Path.Combine(Path, relative);

    public void Dispose()
    {
        foreach (var folder in Directory.EnumerateDirectories(Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }).ToList())
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.UserWrite);
        Directory.Delete(Path, recursive: true);
    }
}
