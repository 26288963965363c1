namespace Aegir.Tests.Components;

/// <summary>Secrets that the watch over the whole run knows by their beginning.</summary>
internal static class Planted
{
    public const string Password = "planted-s3cret-of-a-database";
}
