using System.Reflection;
using System.Reflection.Emit;

namespace AkkaCache.Architecture.Tests.Reading;

/// <summary>Which types of an assembly use which others, from its metadata and from the code of its methods.</summary>
/// <remarks>
/// Using lines do not show everything: inside a namespace its siblings can be named without one. So here bases, interfaces,
/// fields, signatures, local variables and every token in a method's code are followed. What the compiler folds away, constants
/// and nameof, leaves no trace; the using lines show those.
/// </remarks>
internal static class TypeReferences
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    /// <summary>All pairs (user, used) of namespaces that occur between the types of <paramref name="assembly"/>, with a type as witness.</summary>
    public static IEnumerable<NamespaceUse> Of(Assembly assembly)
    {
        var uses = new Dictionary<(string, string), NamespaceUse>();
        foreach (var type in assembly.GetTypes())
        {
            if (type.Namespace is not { } user) continue;
            foreach (var used in UsedBy(type).SelectMany(Parts))
            {
                if (used.Namespace is { } name && name != user) uses.TryAdd((user, name), new NamespaceUse(user, name, type.Name + " uses " + used.Name));
            }
        }
        return uses.Values;
    }

    private static IEnumerable<Type> UsedBy(Type type)
    {
        if (type.BaseType is { } parent) yield return parent;
        foreach (var implemented in type.GetInterfaces()) yield return implemented;
        foreach (var field in type.GetFields(All)) yield return field.FieldType;
        foreach (var method in type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)))
        {
            if (method is MethodInfo { ReturnType: var result }) yield return result;
            foreach (var parameter in method.GetParameters()) yield return parameter.ParameterType;
            if (method.GetMethodBody() is not { } body) continue;
            foreach (var local in body.LocalVariables) yield return local.LocalType;
            foreach (var used in InCode(method, body.GetILAsByteArray() ?? [])) yield return used;
        }
    }

    private static IEnumerable<Type> InCode(MethodBase method, byte[] code)
    {
        var typeArguments = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        var methodArguments = method is MethodInfo { IsGenericMethod: true } ? method.GetGenericArguments() : null;
        for (var at = 0; at < code.Length;)
        {
            var value = code[at] == 0xfe ? (short)(0xfe00 | code[at + 1]) : code[at];
            var opCode = OpCodesByValue[value];
            at += opCode.Size;
            if (opCode.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
            {
                var member = method.Module.ResolveMember(BitConverter.ToInt32(code, at), typeArguments, methodArguments);
                if (member is Type type) yield return type;
                else if (member?.DeclaringType is { } owner) yield return owner;
            }
            at += OperandBytes(opCode.OperandType, code, at);
        }
    }

    private static int OperandBytes(OperandType type, byte[] code, int at) => type switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + 4 * BitConverter.ToInt32(code, at),
        _ => 4,
    };

    /// <summary>A type and everything that it is made of: element types and generic arguments.</summary>
    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType) return Parts(type.GetElementType()!);
        return type.IsConstructedGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type) : [type];
    }
}

/// <summary>One namespace uses another; the witness names the types by which it does.</summary>
internal sealed record NamespaceUse(string User, string Used, string Witness);
