using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AkkaCache.Multinode.Load.Bulk;

/// <summary>One connection of a bulk load, on a thread of its own: a pipeline, all its replies, the next pipeline.</summary>
/// <param name="nodeFor">Where a client of this number sends now.</param>
internal sealed class BulkClient(int number, double operationsPerSecond, Func<int, IPEndPoint> nodeFor)
{
    private const int KeyCount = 300;
    private const int MaxPipeline = 200;
    private const int MaxFailuresKept = 20;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(2);

    private readonly Random _random = new(number);
    private readonly string[] _commands = [.. KeysOf(number).Select(key => $"*2\r\n$4\r\nINCR\r\n${key.Length}\r\n{key}\r\n")];
    private volatile IPEndPoint? _node;

    public IEnumerable<string> Keys => KeysOf(number);

    /// <summary>To which it is connected.</summary>
    public IPEndPoint? Node => _node;

    public long Sent { get; private set; }

    public long Answered { get; private set; }

    /// <summary>From a pipeline's sending to its last reply.</summary>
    public TimeSpan LongestWait { get; private set; }

    public List<string> Failures { get; } = [];

    public void Run(CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        while (!stop.IsCancellationRequested)
        {
            var node = nodeFor(number);
            _node = node;
            try
            {
                using var connection = new TcpClient { NoDelay = true };
                connection.Connect(node);
                using var replies = new StreamReader(connection.GetStream(), Encoding.Latin1);
                while (!stop.IsCancellationRequested && nodeFor(number).Equals(node)) Exchange(connection.GetStream(), replies, started);
            }
            catch (Exception error) when (error is SocketException or IOException)
            {
                Fail($"{node}: {error.Message}");

                // Nobody listens there, perhaps: not again at once.
                Thread.Sleep(Tick);
            }
            _node = null;
        }
    }

    private static IEnumerable<string> KeysOf(int number) => Enumerable.Range(0, KeyCount).Select(key => $"bulk:{number}:{key}");

    private void Exchange(NetworkStream stream, StreamReader replies, long started)
    {
        var due = (int)Math.Min(MaxPipeline, (Stopwatch.GetElapsedTime(started).TotalSeconds * operationsPerSecond) - Sent);
        if (due < 1)
        {
            // The rate: what is due is sent a tick later.
            Thread.Sleep(Tick);
            return;
        }
        var pipeline = new StringBuilder();
        for (var i = 0; i < due; i++) pipeline.Append(_commands[_random.Next(_commands.Length)]);
        Sent += due;
        var sentAt = Stopwatch.GetTimestamp();
        stream.Write(Encoding.Latin1.GetBytes(pipeline.ToString()));
        for (var i = 0; i < due; i++)
        {
            var reply = replies.ReadLine() ?? throw new IOException("the connection was closed");
            if (reply.StartsWith(':')) Answered++;
            else Fail($"{DateTime.UtcNow:HH:mm:ss.fff} {Node}: {reply} after {Stopwatch.GetElapsedTime(sentAt).TotalSeconds:F3} s");
        }
        var took = Stopwatch.GetElapsedTime(sentAt);
        if (took > LongestWait) LongestWait = took;
    }

    private void Fail(string what)
    {
        if (Failures.Count < MaxFailuresKept) Failures.Add(what);
    }
}
