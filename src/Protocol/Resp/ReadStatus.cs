namespace AkkaCache.Protocol.Resp;

/// <summary>What <see cref="RespReader.TryRead"/> found at the start of the buffer.</summary>
public enum ReadStatus
{
    /// <summary>The command is not complete; <see cref="RespReader.BytesNeeded"/> says how long the buffer must become.</summary>
    NeedMore,

    /// <summary>A command: <see cref="RespReader.Ranges"/> are its arguments.</summary>
    Complete,

    /// <summary>Bytes were consumed that hold no command: "*0", a negative count, an empty inline line.</summary>
    Nothing,

    /// <summary>The stream cannot be followed any further: send <see cref="RespReader.ErrorText"/> and close.</summary>
    ProtocolError,
}
