using Aegir.Tests.Components;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Aegir.Tests.State.Stores;

/// <summary>A test of every store. That of PostgreSQL is skipped where there is no server to be had.</summary>
[XunitTestCaseDiscoverer("Aegir.Tests.State.Stores.StoreFactDiscoverer", "Aegir.Core.Tests")]
public sealed class StoreFactAttribute(params string[] programs) : NeedsFactAttribute(programs);

public sealed class StoreFactDiscoverer(IMessageSink sink) : FactDiscoverer(sink)
{
    /// <summary>Why the store of a test's class is not to be had; null where it is.</summary>
    public static string? WhyNot(ITestMethod method) => method.TestClass.Class.Name.Contains("PostgreSql", StringComparison.Ordinal) ? PostgreSqlServer.WhyNot : null;

    protected override IXunitTestCase CreateTestCase(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        WhyNot(testMethod) is { } why
            ? new XunitSkippedDataRowTestCase(DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod, why)
            : base.CreateTestCase(discoveryOptions, testMethod, factAttribute);
}
