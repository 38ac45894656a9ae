using System.Diagnostics;
using System.Net;
using AkkaCache.Testing.Wire;

namespace AkkaCache.Multinode.Load;

/// <summary>Requests asked one pipeline after the other on one connection, outside a load: what goes before it and what is read after it.</summary>
internal static class Conversation
{
    /// <summary>The number of the client that asks here.</summary>
    public const int Reader = -1;

    /// <summary>Enough to make round trips cheap, little enough that no buffer fills.</summary>
    private const int MaxPipeline = 200;

    /// <exception cref="InvalidOperationException">An operation was not answered.</exception>
    public static IReadOnlyList<LoadOperation> Ask(IPEndPoint node, IEnumerable<Request> requests)
    {
        using var connection = new RespConnection(node);
        var operations = new List<LoadOperation>();
        foreach (var pipeline in requests.Chunk(MaxPipeline))
        {
            Ask(connection, pipeline);
            foreach (var request in pipeline)
            {
                if (!request.Operation.IsAnswered) throw new InvalidOperationException($"{node}: {request.Operation}");
                operations.Add(request.Operation);
            }
        }
        return operations;
    }

    /// <summary>Those that the node answers itself, of nodes each of which holds a part and names others for the rest.</summary>
    public static IReadOnlyList<LoadOperation> AskForOwn(IPEndPoint node, IEnumerable<Request> requests)
    {
        using var connection = new RespConnection(node);
        var own = new List<LoadOperation>();
        foreach (var pipeline in requests.Chunk(MaxPipeline))
        {
            Ask(connection, pipeline);
            own.AddRange(pipeline.Select(request => request.Operation).Where(operation => operation.IsAnswered));
        }
        return own;
    }

    /// <summary>One command, for its reply.</summary>
    public static Reply Ask(IPEndPoint node, params string[] command) => AskAll(node, [command])[0];

    /// <summary>Commands in one pipeline, for their replies.</summary>
    public static IReadOnlyList<Reply> AskAll(IPEndPoint node, IReadOnlyList<string[]> commands)
    {
        using var connection = new RespConnection(node);
        using var bytes = new MemoryStream();
        foreach (var command in commands) RequestEncoder.WriteArray(bytes, [.. command.Select(System.Text.Encoding.Latin1.GetBytes)]);
        connection.Send(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        return [.. commands.Select(_ => connection.Read())];
    }

    private static void Ask(RespConnection connection, Request[] pipeline)
    {
        using var bytes = new MemoryStream();
        foreach (var request in pipeline)
        {
            request.Operation.Client = Reader;
            request.Operation.Called = Stopwatch.GetTimestamp();
            request.WriteTo(bytes);
        }
        connection.Send(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        foreach (var request in pipeline)
        {
            List<Reply> replies = [.. request.Commands.Select(_ => connection.Read())];
            if (!replies[^1].IsEndOfStream) request.Take(replies, Stopwatch.GetTimestamp());
        }
    }
}
