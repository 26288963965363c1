namespace Aegir.Building.Makefiles;

/// <summary>Where something stands in a makefile.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Key">With its brackets, such as projects[views][version]; empty for the file as a whole.</param>
public sealed record MakePlace(MakeOrigin Origin, int Line, string Key = "")
{
    public string File => Origin.Name;

    public MakePlace Below(string key, int line) => new(Origin, line, Key.Length == 0 ? key : $"{Key}[{key}]");

    public override string ToString() => Key.Length == 0 ? $"{File}, line {Line}" : $"{File}, line {Line}, {Key}";
}
