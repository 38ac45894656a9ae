using AkkaCache.Architecture.Tests.Rules;
using Xunit.Sdk;

namespace AkkaCache.Architecture.Tests;

public class ViolationsTests
{
    [Fact]
    public void New_violation_fails() => Assert.Contains("violation: b", Assert.ThrowsAny<XunitException>(() => Violations.Only(["a"], ["a", "b"])).Message);

    [Fact]
    public void Paid_debt_fails_until_it_is_struck_out() => Assert.Contains("strike it out", Assert.ThrowsAny<XunitException>(() => Violations.Only(["a"], [])).Message);

    [Fact]
    public void Owed_violation_passes() => Violations.Only(["a"], ["a", "a"]);
}
