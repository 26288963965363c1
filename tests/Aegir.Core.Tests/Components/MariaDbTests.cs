namespace Aegir.Tests.Components;

/// <summary>Tests of one server run one after the other, and share it.</summary>
[CollectionDefinition(Name)]
public sealed class MariaDbTests : ICollectionFixture<MariaDbServer>
{
    public const string Name = "MariaDB";
}

/// <summary>Those that move sites have one of their own, so that others need not wait for them.</summary>
[CollectionDefinition(Name)]
public sealed class MariaDbMoveTests : ICollectionFixture<MariaDbServer>
{
    public const string Name = "MariaDB, moves";
}
