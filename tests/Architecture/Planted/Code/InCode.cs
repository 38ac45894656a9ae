namespace AkkaCache.Architecture.Tests.Planted.Code;

internal static class InCode
{
    public static bool Uses(string name) => Rules.ProjectRules.Within(name, "x");
}
