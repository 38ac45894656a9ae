using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using AkkaCache.Fuzz.Tests.Requests;

namespace AkkaCache.Fuzz.Tests.Running;

/// <summary>A well-behaved client on one connection, that checks every answer while others misbehave.</summary>
internal sealed class Bystander : IDisposable
{
    /// <summary>Far beyond what a served client ever waits, even on a machine with a build on every core.</summary>
    private const int AnswerDeadlineMs = 15_000;

    private readonly Socket _socket;
    private readonly Thread _thread;
    private readonly byte[] _received = new byte[4096];
    private volatile bool _stopping;
    private volatile Exception? _failure;
    private int _rounds;

    public Bystander(IPEndPoint endPoint)
    {
        _socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = AnswerDeadlineMs };
        _socket.Connect(endPoint);
        _thread = new Thread(Run) { IsBackground = true, Name = "bystander" };
        _thread.Start();
    }

    /// <summary>Rounds of correct answers so far.</summary>
    public int Rounds => Volatile.Read(ref _rounds);

    public TimeSpan LongestRound { get; private set; }

    /// <summary>What went wrong, or null.</summary>
    public Exception? Failure => _failure;

    public void Stop()
    {
        _stopping = true;
        _thread.Join();
    }

    public void Dispose()
    {
        Stop();
        _socket.Dispose();
    }

    private void Run()
    {
        try
        {
            Ask("+OK\r\n", "SET", "bystander:counter", "0");
            for (var round = 1; !_stopping; round++)
            {
                var started = Stopwatch.GetTimestamp();
                var value = "value " + round;
                Ask("+OK\r\n", "SET", "bystander:key", value);
                Ask($"${value.Length}\r\n{value}\r\n", "GET", "bystander:key");
                Ask($":{round}\r\n", "INCR", "bystander:counter");
                Ask(round <= 100 ? ":1\r\n" : ":0\r\n", "ZADD", "bystander:board", round.ToString(), "m" + round % 100);
                Ask($":{Math.Min(round, 100) - 1}\r\n", "ZRANK", "bystander:board", "m" + round % 100);
                var took = Stopwatch.GetElapsedTime(started);
                if (took > LongestRound) LongestRound = took;
                Volatile.Write(ref _rounds, round);
            }
        }
        catch (Exception e)
        {
            _failure = e;
        }
    }

    private void Ask(string expected, params string[] command)
    {
        _socket.Send(RequestBytes.Multibulk(command));
        var length = 0;
        while (length < expected.Length)
        {
            var more = _socket.Receive(_received, length, _received.Length - length, SocketFlags.None);
            if (more == 0) break;
            length += more;
        }
        var answer = RequestBytes.Text(_received.AsSpan(0, length));
        if (answer != expected) throw new InvalidOperationException($"{string.Join(' ', command)} was answered \"{answer}\" instead of \"{expected}\"");
    }
}
