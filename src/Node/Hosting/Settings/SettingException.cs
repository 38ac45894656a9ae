namespace AkkaCache.Node.Hosting.Settings;

/// <summary>A setting that cannot be used. The message is one line that names the key, the value and what is allowed.</summary>
public sealed class SettingException(string message) : Exception(message);
