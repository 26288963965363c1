namespace Aegir.State;

/// <summary>Secrets that the store only refers to: one file each, for their owner's eyes, in a folder beside the store.</summary>
/// <param name="folder">Made on first use, mode 0700.</param>
public sealed class SecretFiles(string folder)
{
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OthersBits = (UnixFileMode)0x3F; // rwxrwx of group and others

    /// <param name="name">A name that we made.</param>
    /// <exception cref="AegirException">SecretNotWritable.</exception>
    public void Write(string name, string secret)
    {
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
                Directory.CreateDirectory(folder, OwnersFile | UnixFileMode.UserExecute);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = OwnersFile;
            // Beside and renamed: whoever reads finds the old one or the new one, whole.
            var beside = Path.Combine(folder, $".{name}.{Guid.NewGuid():N}");
            using (var writer = new StreamWriter(beside, options))
                writer.Write(secret);
            File.Move(beside, Path.Combine(folder, name), overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new AegirException(AegirErrorKind.Unavailable, "SecretNotWritable",
                $"The secret cannot be kept in '{folder}': {error.Message}", "Make the folder writable for the account that runs this.", error);
        }
    }

    /// <summary>Null where there is none.</summary>
    /// <exception cref="AegirException">SecretUnreadable; SecretExposed: others may read the file, so it is a secret no more.</exception>
    public string? Read(string name)
    {
        var file = Path.Combine(folder, name);
        try
        {
            if (!File.Exists(file))
                return null;
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & OthersBits) != 0)
                throw new AegirException(AegirErrorKind.Refused, "SecretExposed",
                    $"'{file}' can be read by others than its owner.", "Replace the secret: New-AegirWebhook makes a new one.");
            return File.ReadAllText(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new AegirException(AegirErrorKind.Unavailable, "SecretUnreadable",
                $"'{file}' cannot be read: {error.Message}", "Give it to the account that runs this, with mode 0600.", error);
        }
    }

    public void Delete(string name) => File.Delete(Path.Combine(folder, name));
}
