namespace AkkaCache.Architecture.Tests.Planted.Lambda;

internal static class InLambda
{
    public static Func<string, bool> Uses(string ancestor) => name => Rules.ProjectRules.Within(name, ancestor);
}
