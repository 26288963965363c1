namespace Aegir.State;

/// <summary>The file a SQLite store is in.</summary>
internal static class StoreFile
{
    private static readonly string[] NetworkFileSystems = ["nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "9p", "fuse.sshfs", "afs", "ncpfs"];

    /// <summary>Makes the file (mode 0600) and its folder (mode 0700) where they are missing; refuses a network drive, on which SQLite
    /// files get corrupted.</summary>
    public static void Prepare(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            RefuseNetwork(path, folder);
            if (File.Exists(path))
                return;
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            new FileStream(path, options).Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new AegirException(AegirErrorKind.Unavailable, "HubNotWritable",
                $"The hub's store '{path}' cannot be made or opened: {error.Message}",
                "Name a file in a folder that you may write to, with -Path or the environment variable AEGIR_HUB.", error);
        }
    }

    private static void RefuseNetwork(string path, string folder)
    {
        var onNetwork = folder.StartsWith(@"\\", StringComparison.Ordinal)
            || (Mount(folder) is { } drive && (drive.DriveType == DriveType.Network || NetworkFileSystems.Contains(drive.DriveFormat)));
        if (onNetwork)
            throw new AegirException(AegirErrorKind.Refused, "HubPathOnNetwork",
                $"'{path}' lies on a network drive, where SQLite files get corrupted.",
                "Keep the hub's store on a local disk.");
    }

    private static DriveInfo? Mount(string folder)
    {
        try
        {
            return DriveInfo.GetDrives()
                .Where(drive => Covers(drive.RootDirectory.FullName, folder))
                .MaxBy(drive => drive.RootDirectory.FullName.Length);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool Covers(string mount, string folder) =>
        folder == mount || folder.StartsWith(mount.EndsWith(Path.DirectorySeparatorChar) ? mount : mount + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
