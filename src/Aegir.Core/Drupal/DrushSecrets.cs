using System.Text.RegularExpressions;

namespace Aegir.Drupal;

/// <summary>What drush prints and no log may keep: the password of a new account, and links that log somebody in.</summary>
internal static partial class DrushSecrets
{
    /// <summary>The text without them, and without colours.</summary>
    public static string Scrub(string text) => Link().Replace(Password().Replace(Colour().Replace(text, ""), "$1***"), "/user/reset/***");

    [GeneratedRegex(@"\x1b\[[0-9;]*m")]
    private static partial Regex Colour();

    [GeneratedRegex(@"(pass(?:word)?\W*:\s*)\S+", RegexOptions.IgnoreCase)]
    private static partial Regex Password();

    [GeneratedRegex(@"/user/reset/\S+")]
    private static partial Regex Link();
}

/// <summary>What an installer asks for.</summary>
internal sealed record InstallAnswers(string Profile, string Title, string Email, string Language);
