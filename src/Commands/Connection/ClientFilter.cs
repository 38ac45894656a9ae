using System.Text;
using AkkaCache.Commands.Arguments;
using AkkaCache.Commands.Execution;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.Connection;

/// <summary>The conditions of CLIENT KILL, all of which a client must meet.</summary>
internal sealed class ClientFilter
{
    private long _id;
    private string? _address;
    private string? _localAddress;
    private string? _type;
    private string? _user;

    /// <summary>The connection that asks is left alone.</summary>
    public bool SkipOwn { get; private set; } = true;

    /// <summary>Reads option and value pairs from argument 2 on; null with the error written.</summary>
    public static ClientFilter? Parse(ref CommandContext context)
    {
        var args = context.Args;
        var filter = new ClientFilter();
        for (var at = 2; at < args.Count; at += 2)
        {
            if (at + 1 >= args.Count)
            {
                context.Reply.Error(ErrorText.Syntax);
                return null;
            }
            if (!filter.TryAdd(ref context, args[at], args[at + 1])) return null;
        }
        return filter;
    }

    /// <summary>The old form: one address, the own connection included.</summary>
    public static ClientFilter ForAddress(ReadOnlySpan<byte> address)
        => new() { _address = Encoding.UTF8.GetString(address), SkipOwn = false };

    public bool Accepts(IClientFacts client)
        => (_id == 0 || client.Id == _id)
        && (_address is null || client.Address == _address)
        && (_localAddress is null || client.LocalAddress == _localAddress)
        && (_type is null || client.Type == _type)
        && (_user is null || client.User == _user);

    /// <summary>A client type's own name, or null with the error written.</summary>
    public static string? ReadType(ref CommandContext context, scoped ReadOnlySpan<byte> text)
    {
        if (Keyword.Is(text, "NORMAL"u8)) return "normal";
        if (Keyword.Is(text, "PUBSUB"u8)) return "pubsub";
        if (Keyword.Is(text, "MASTER"u8)) return "master";
        if (Keyword.Is(text, "REPLICA"u8) || Keyword.Is(text, "SLAVE"u8)) return "replica";
        TextReply.Error(context.Reply, $"ERR Unknown client type '{Encoding.UTF8.GetString(text)}'");
        return null;
    }

    private bool TryAdd(ref CommandContext context, scoped ReadOnlySpan<byte> option, scoped ReadOnlySpan<byte> value)
    {
        if (Keyword.Is(option, "ID"u8))
        {
            if (IntegerText.TryParse(value, out _id) && _id > 0) return true;
            context.Reply.Error("ERR client-id should be greater than 0"u8);
            return false;
        }
        if (Keyword.Is(option, "TYPE"u8)) return (_type = ReadType(ref context, value)) is not null;
        if (Keyword.Is(option, "ADDR"u8)) return (_address = Encoding.UTF8.GetString(value)) is not null;
        if (Keyword.Is(option, "LADDR"u8)) return (_localAddress = Encoding.UTF8.GetString(value)) is not null;
        if (Keyword.Is(option, "USER"u8))
        {
            _user = Encoding.UTF8.GetString(value);
            if (_user == "default") return true;
            TextReply.Error(context.Reply, $"ERR No such user '{_user}'");
            return false;
        }
        if (Keyword.Is(option, "SKIPME"u8))
        {
            SkipOwn = Keyword.Is(value, "YES"u8);
            if (SkipOwn || Keyword.Is(value, "NO"u8)) return true;
        }
        context.Reply.Error(ErrorText.Syntax);
        return false;
    }
}
