namespace Aegir;

public enum CheckState { Ok, Warning, Failed }

/// <summary>One of the things a verify of a server looks at.</summary>
/// <param name="Detail">What was seen; of a failure, what is wrong.</param>
/// <param name="Action">What to do about a failure; empty where there is nothing to do.</param>
public sealed record ServerCheck(string Name, CheckState State, string Detail, string Action = "")
{
    public override string ToString() => $"{Name}: {Detail}";
}
