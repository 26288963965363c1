using System.Text;

namespace Aegir.Reports;

/// <summary>A report on this machine's disk.</summary>
public static class ReportFile
{
    /// <summary>Writes it; the page is there as a whole or not at all. Its folder is made where it is missing.</summary>
    /// <param name="path">An absolute path.</param>
    /// <param name="isOverwriting">False leaves alone what is there.</param>
    /// <exception cref="AegirException">ReportExists, ReportNotWritten.</exception>
    public static void Write(string path, Report report, bool isOverwriting)
    {
        var part = $"{path}.{Environment.ProcessId}.part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(part, report.ToString(), new UTF8Encoding(false));
            File.Move(part, path, isOverwriting);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            if (File.Exists(part))
                File.Delete(part);
            throw File.Exists(path) && !isOverwriting
                ? new AegirException(AegirErrorKind.AlreadyExists, "ReportExists", $"There is a file '{path}' already.", "Name another, or leave -NoClobber out.")
                : new AegirException(AegirErrorKind.Failed, "ReportNotWritten", $"The report could not be written: {error.Message}", "Name a file in a folder that can be written to.");
        }
    }
}
