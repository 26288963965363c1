namespace Aegir.Tests.Components;

/// <summary>Tests of one server run one after the other, and share it.</summary>
[CollectionDefinition(Name)]
public sealed class MariaDbTests : ICollectionFixture<MariaDbServer>
{
    public const string Name = "MariaDB";
}
