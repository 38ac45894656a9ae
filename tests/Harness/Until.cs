using System.Diagnostics;

namespace AkkaCache.Testing;

/// <summary>Waits for conditions that processes bring about, with a deadline.</summary>
public static class Until
{
    /// <summary>How often a condition is looked at: far below what is waited for, and a small part of a processor.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    /// <param name="condition">Asked again and again; it may take its time.</param>
    /// <param name="what">For the message, when it does not come about.</param>
    /// <param name="pace">How often it is asked, for conditions that cost more; <see cref="Pace"/> when not given.</param>
    /// <exception cref="TimeoutException">It did not within <paramref name="patience"/>.</exception>
    public static Task TrueAsync(Func<bool> condition, TimeSpan patience, Func<string> what, TimeSpan? pace = null)
    {
        // On a thread of its own: conditions ask nodes and wait for what they say, and tests measure whether the pool's threads are free.
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            var started = Stopwatch.GetTimestamp();
            try
            {
                while (!condition())
                {
                    if (Stopwatch.GetElapsedTime(started) > patience) throw new TimeoutException($"not within {patience.TotalSeconds} s: {what()}");
                    Thread.Sleep(pace ?? Pace);
                }
                end.SetResult();
            }
            catch (Exception e)
            {
                end.SetException(e);
            }
        })
        { IsBackground = true, Name = "until" }.Start();
        return end.Task;
    }
}
