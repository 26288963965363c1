namespace Aegir.Tests.Building;

/// <summary>A test that compares with data from the field, which is too foreign to come with the tests.</summary>
public sealed class NeedsTestDataFactAttribute : FactAttribute
{
    public NeedsTestDataFactAttribute()
    {
        if (Folder is null)
            Skip = "AEGIR_TEST_DATA names no folder with makefiles/ and release-history/.";
    }

    public static string? Folder => Environment.GetEnvironmentVariable("AEGIR_TEST_DATA") is { Length: > 0 } folder && Directory.Exists(folder) ? folder : null;
}
