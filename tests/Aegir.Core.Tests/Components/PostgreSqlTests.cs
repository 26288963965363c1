namespace Aegir.Tests.Components;

/// <summary>Tests of one server run one after the other, and share it.</summary>
[CollectionDefinition(Name)]
public sealed class PostgreSqlTests : ICollectionFixture<PostgreSqlServer>
{
    public const string Name = "PostgreSQL";
}

public sealed class NeedsPostgreSqlFactAttribute : FactAttribute
{
    public NeedsPostgreSqlFactAttribute() => Skip = PostgreSqlServer.WhyNot;
}

public sealed class NeedsPostgreSqlTheoryAttribute : TheoryAttribute
{
    public NeedsPostgreSqlTheoryAttribute() => Skip = PostgreSqlServer.WhyNot;
}
