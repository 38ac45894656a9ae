namespace AkkaCache.Client.Links;

/// <summary>A node in the client's own process, asked without a frame where it serves the key itself.</summary>
internal interface IDirectCommands
{
    /// <summary>Executes one command with one key on the calling thread, if that can be done at once and answered at once.</summary>
    /// <param name="command">As the wire has it, one command.</param>
    /// <param name="partition">Of its key.</param>
    /// <param name="isRead">It changes nothing.</param>
    /// <param name="state">Given to <paramref name="take"/>.</param>
    /// <param name="take">Takes the reply, which is valid during the call. Its answer is this method's.</param>
    /// <returns>False: it was not executed, or it was a read whose reply nobody took. It has to go over a link.</returns>
    bool TryExecute<T>(ReadOnlySpan<byte> command, int partition, bool isRead, T state, ReplyTaker<T> take);

    /// <summary>Reads a key's value, if that can be done at once and answered at once.</summary>
    /// <param name="value">A copy; null: the key is absent.</param>
    /// <returns>False: somebody else has to be asked. Also where the key holds no string, so that the error is told as ever.</returns>
    bool TryGet(ReadOnlySpan<byte> key, int partition, out byte[]? value);
}

/// <summary>Takes a reply.</summary>
/// <returns>False: the command is to be sent over a link, where it will have the same reply or a better one.</returns>
internal delegate bool ReplyTaker<in T>(T state, ReadOnlySpan<byte> reply);
