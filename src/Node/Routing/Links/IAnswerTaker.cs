namespace AkkaCache.Node.Routing.Links;

/// <summary>Whoever is to get the answer to a request: the node that sent it, or this one.</summary>
internal interface IAnswerTaker
{
    /// <summary>Takes an answer, from any thread; the bytes are copied.</summary>
    void Answer(in ReplyHead head, ReadOnlySpan<byte> body);

    /// <summary>Lets go what was answered since.</summary>
    void Flush();
}
