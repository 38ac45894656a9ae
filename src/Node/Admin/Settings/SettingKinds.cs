using System.Globalization;
using AkkaCache.Engine.Eviction;

namespace AkkaCache.Node.Admin.Settings;

/// <summary>Makes settings of each kind, with Redis's words for what a kind refuses.</summary>
internal static class SettingKinds
{
    /// <summary>A whole number within bounds.</summary>
    public static Setting Integer(string name, long least, long most, Func<long> get, Action<long> set) => new(
        name,
        () => get().ToString(CultureInfo.InvariantCulture),
        text =>
        {
            if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)) return Change.Refuse("argument couldn't be parsed into an integer");
            if (value < least || value > most) return Change.Refuse($"argument must be between {least} and {most} inclusive");
            return Change.To(() => set(value));
        });

    /// <summary>Bytes, with or without a unit.</summary>
    public static Setting Bytes(string name, Func<long> get, Action<long> set) => new(
        name,
        () => get().ToString(CultureInfo.InvariantCulture),
        text => MemoryText.TryParse(text, out var bytes) ? Change.To(() => set(bytes)) : Change.Refuse("argument must be a memory value"));

    public static Setting YesNo(string name, Func<bool> get, Action<bool> set) => new(
        name,
        () => get() ? "yes" : "no",
        text => text.ToLowerInvariant() switch
        {
            "yes" => Change.To(() => set(true)),
            "no" => Change.To(() => set(false)),
            _ => Change.Refuse("argument must be 'yes' or 'no'"),
        });

    public static Setting Policy(string name, Func<EvictionPolicy> get, Action<EvictionPolicy> set) => new(
        name,
        () => EvictionPolicyNames.NameOf(get()),
        text => EvictionPolicyNames.TryParse(text, out var policy)
            ? Change.To(() => set(policy))
            : Change.Refuse("argument(s) must be one of the following: " + string.Join(", ", EvictionPolicyNames.All)));

    public static Setting Text(string name, int mostCharacters, Func<string> get, Action<string> set) => new(
        name,
        get,
        text => text.Length <= mostCharacters ? Change.To(() => set(text)) : Change.Refuse($"argument must be at most {mostCharacters} characters"));

    /// <summary>What was chosen when the node started.</summary>
    public static Setting AtStart(string name, string value) => new(name, () => value, static _ => Change.Refuse("can't set immutable config"));

    /// <summary>Something that Redis can change and that has one value here: setting it to that value succeeds, so that set-up scripts go on.</summary>
    public static Setting Only(string name, string value) => new(
        name,
        () => value,
        text => string.Equals(text.Trim(), value, StringComparison.OrdinalIgnoreCase) ? Change.To(static () => { }) : Change.Refuse($"argument must be '{value}' on this server"));
}
