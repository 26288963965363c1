using Aegir.Tests.Fuzzing;

namespace Aegir.Tests.Parsers;

/// <summary>Everything of ours that reads what others wrote.</summary>
internal static class AllParsers
{
    public static IReadOnlyList<Parser> All { get; } =
        [.. TextParsers.All, .. BuildParsers.All, .. CodeBaseParsers.All, .. HostParsers.All, .. WebhookParsers.All, .. StoreParsers.All, .. SettingsParsers.All, SiteArchiveParser.Parser];
}
