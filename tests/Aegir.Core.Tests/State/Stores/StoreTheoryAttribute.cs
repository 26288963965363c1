using Xunit.Abstractions;
using Xunit.Sdk;

namespace Aegir.Tests.State.Stores;

/// <summary>The same as <see cref="StoreFactAttribute"/> for a test with rows of data.</summary>
[XunitTestCaseDiscoverer("Aegir.Tests.State.Stores.StoreTheoryDiscoverer", "Aegir.Core.Tests")]
public sealed class StoreTheoryAttribute : TheoryAttribute;

public sealed class StoreTheoryDiscoverer(IMessageSink sink) : TheoryDiscoverer(sink)
{
    public override IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute) =>
        StoreFactDiscoverer.WhyNot(testMethod) is { } why
            ? [new XunitSkippedDataRowTestCase(DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod, why)]
            : base.Discover(discoveryOptions, testMethod, theoryAttribute);
}
