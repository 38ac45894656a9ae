using System.Text;
using AkkaCache.Client.Links;
using AkkaCache.Client.Near;
using AkkaCache.Client.Replies;
using AkkaCache.Client.Requests;
using AkkaCache.Client.Telemetry;
using AkkaCache.Protocol.Frames;
using AkkaCache.Protocol.Topology;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Client.Routing;

/// <summary>Takes a request from the caller to the node that serves its key, and again when that failed and it may be repeated.</summary>
internal sealed class RequestRouter : ILinkOwner, ILinkChooser, IDisposable
{
    /// <summary>Times are looked at so often: far below every time-out that options allow, and nothing for an idle process.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    /// <summary>More than a fail-over takes with any of the profiles. A primary that only this client cannot reach is asked through others after it.</summary>
    private static readonly TimeSpan LongestAwait = TimeSpan.FromSeconds(10);

    /// <summary>Keys up to here are copied to the stack to be looked up; longer ones go the way of all requests.</summary>
    private const int MaxDirectKeyBytes = 512;

    private readonly CacheClientOptions _options;
    private readonly ILogger _log;
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Retries _retries;
    private readonly IDirectCommands? _direct;
    private ClusterPicture _picture = ClusterPicture.Empty;
    private Lane[] _lanes = [];
    private LinkKeeper? _keeper;
    private ITimer? _timer;
    private bool _isDisposed;

    /// <param name="direct">A node in this process; null: there is none.</param>
    public RequestRouter(CacheClientOptions options, ILogger log, IDirectCommands? direct = null)
    {
        _direct = direct;
        _options = options;
        _log = log;
        _retries = new Retries(options);
        if (options.Near is { } near) Near = new NearCache(near, options.TimeProvider);
    }

    /// <summary>What was read and may be used again; null: nothing is kept.</summary>
    public NearCache? Near { get; }

    /// <summary>Completes when a node has told the partition map.</summary>
    public Task Connected => _connected.Task;

    /// <summary>How keys lie in partitions.</summary>
    /// <exception cref="CacheException">The client is not connected yet.</exception>
    public PartitionLayout Layout => Picture.Map?.Partitions.Layout ?? throw NotConnected("the client is not connected yet");

    /// <summary>Why the last attempt to reach a node failed.</summary>
    public LinkEnd? LastEnd { get; private set; }

    public ClusterPicture Picture => Volatile.Read(ref _picture);

    public void Start(LinkKeeper keeper)
    {
        _keeper = keeper;
        _timer = _options.TimeProvider.CreateTimer(_ => Pulse(), null, Pace, Pace);
        keeper.Refresh(Picture);
    }

    /// <summary>Sends a request and returns its result to come. The caller does not touch the request any more.</summary>
    public ValueTask<T> Send<T>(Request<T> request, string name, CancellationToken token)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, typeof(CacheClient));
        if (Picture.Map is null) return SendOnceConnected(request, name, token);
        return Near is { } near && OwnWrites.Concerns(request) ? SendWrite(near, request, name, token) : SendNow(request, name, token);
    }

    private async ValueTask<T> SendOnceConnected<T>(Request<T> request, string name, CancellationToken token)
    {
        try
        {
            await Connected.WaitAsync(_options.OperationTimeout, _options.TimeProvider, token).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw NotConnected($"the client was not connected within {_options.OperationTimeout}", e);
        }
        return await Send(request, name, token).ConfigureAwait(false);
    }

    private ValueTask<T> SendWrite<T>(NearCache near, Request<T> request, string name, CancellationToken token)
    {
        Span<byte> room = stackalloc byte[ClientInvalidation.MaxKeyBytes];
        var key = OwnWrites.OnlyKey(request, room);
        if (key.IsEmpty) OwnWrites.Forget(near, request);
        var result = SendNow(request, name, token);
        if (!key.IsEmpty) near.Forget(key);
        return result;
    }

    private ValueTask<T> SendNow<T>(Request<T> request, string name, CancellationToken token)
    {
        var lanes = Volatile.Read(ref _lanes);
        request.Partition = request.Commands.KeyLength < 0 ? lanes.Length - 1 : Picture.Map!.Partitions.Layout.OfKey(request.Commands.FirstKey);
        request.Deadline = _options.TimeProvider.GetTimestamp() + Ticks(_options.OperationTimeout);
        var activity = ClientMeter.Activities.HasListeners() ? ClientMeter.Activities.StartActivity(name, System.Diagnostics.ActivityKind.Client) : null;
        var result = request.Start(activity, token);

        // Cancelled before it was sent: it is dropped.
        if (request.IsCompleted) return result;
        var lane = lanes[request.Partition];
        if (_direct is null || !TryExecute(_direct, request, lane)) lane.Send(request, this);
        return result;
    }

    /// <summary>Reads a key's value in this process, if it lives here and nothing is in front of the read. Costs no request.</summary>
    /// <param name="value">A copy; null: the key is absent.</param>
    public bool TryGet(in CacheKey key, out byte[]? value)
    {
        value = null;
        if (_direct is null || Picture.Map is not { } map || ClientMeter.Activities.HasListeners()) return false;
        ObjectDisposedException.ThrowIf(_isDisposed, typeof(CacheClient));
        Span<byte> room = stackalloc byte[MaxDirectKeyBytes];
        if (!key.TryCopyTo(room, out var length)) return false;
        var partition = map.Partitions.Layout.OfKey(room[..length]);
        if (!_lanes[partition].IsIdle || !_direct.TryGet(room[..length], partition, out value)) return false;
        ClientMeter.Requests.Add(1);
        return true;
    }

    /// <summary>Executes a request in this process, if its key lives here and nothing is in front of it.</summary>
    private bool TryExecute(IDirectCommands direct, Request request, Lane lane)
    {
        if (request is not { Replies: 1, IsOfSession: false, Pinned: null, Commands: { KeyCount: 1, HasUnknownKeys: false } commands } || !lane.IsIdle) return false;
        return direct.TryExecute(commands.Span, request.Partition, request.Kind == RequestKind.Read, (Router: this, Request: request), static (to, reply) => to.Router.TakeDirect(to.Request, reply));
    }

    /// <returns>False: it was not executed, and may be if it is sent as ever.</returns>
    private bool TakeDirect(Request request, ReadOnlySpan<byte> reply)
    {
        if (reply[0] is (byte)'-' or (byte)'!')
        {
            var text = new ReplyReader(reply).Error();
            var error = ReplyError.Of(text);
            if (error.Execution == Execution.Not) return false;
            ClientMeter.Requests.Add(1);
            Fail(request, error.Code, Encoding.UTF8.GetString(text));
            return true;
        }
        ClientMeter.Requests.Add(1);
        if (Near is { } near && OwnWrites.Concerns(request)) OwnWrites.Forget(near, request);
        request.Succeed(reply);
        return true;
    }

    public NodeLink? LinkFor(Request request) => Picture.LinkFor(request, _options.TimeProvider);

    public void LinkOpened(NodeLink link)
    {
        ClientLog.Connected(_log, link.NodeName, link.Address.ToString());
        ClientMeter.OpenLinks.Add(1);
        lock (_lock) _picture = _picture.With(link);
        SendHeld();
    }

    public void LinkClosed(NodeLink link, LinkEnd end, IReadOnlyList<Request> unsent, IReadOnlyList<Request> unanswered)
    {
        bool wasOpen;
        lock (_lock)
        {
            wasOpen = _picture.Open.Contains(link);
            _picture = _picture.Without(link, _options.TimeProvider.GetTimestamp() + Ticks(AwaitLostFor));
        }
        if (!_isDisposed)
        {
            LastEnd = end;
            if (wasOpen)
            {
                ClientLog.Lost(_log, link.Address.ToString(), $"{end.Code} {end.Reason}", unanswered.Count);
                ClientMeter.LostLinks.Add(1);
            }
            else if (end.WasRefused)
            {
                ClientLog.Refused(_log, link.Address.ToString(), end.Code ?? 0, end.Reason);
            }
            // Only somebody who changes the options can help.
            if (end.Code is FarewellCode.Password or FarewellCode.Protected or FarewellCode.Version)
                _connected.TrySetException(new CacheException(end.Code == FarewellCode.Version ? CacheErrorCode.Protocol : CacheErrorCode.AccessDenied, $"{link.Address}: {end.Reason}"));
        }
        if (wasOpen) ClientMeter.OpenLinks.Add(-1);
        Near?.ForgetFrom(link);
        _keeper?.Ended(link, Picture);

        // The lanes first: what is sent again must not wait for itself.
        foreach (var request in unanswered) Release(request);
        foreach (var request in unsent) Release(request);
        foreach (var request in unanswered) Unanswered(link, request, end);
        foreach (var request in unsent) Again(request);
    }

    public void KeyChanged(ReadOnlySpan<byte> key) => Near?.Forget(key);

    public void PartitionChanged(int partition) => Near?.ForgetPartition(partition);

    public void MapReceived(NodeLink link, ClientMap map)
    {
        ClusterPicture before, after;
        lock (_lock)
        {
            if (_lanes.Length == 0)
            {
                // One more for requests without keys.
                var lanes = new Lane[map.Partitions.Layout.Count + 1];
                for (var i = 0; i < lanes.Length; i++) lanes[i] = new Lane();
                Volatile.Write(ref _lanes, lanes);
            }
            else if (_lanes.Length != map.Partitions.Layout.Count + 1)
            {
                ClientLog.OtherCluster(_log, link.Address.ToString(), map.Partitions.Layout.Count, _lanes.Length - 1);
                return;
            }
            before = _picture;
            _picture = after = before.With(map);
        }

        // Who served a partition may stand still and tell nobody.
        if (before.Map is not null) Near?.ForgetWhere(entry => before.Map.Partitions[entry.Partition].Owners.Primary != after.Map!.Partitions[entry.Partition].Owners.Primary);
        _connected.TrySetResult();
        _keeper?.Refresh(Picture);
        SendHeld();
    }

    public void Answered(NodeLink link, Request request, ReadOnlySpan<byte> reply)
    {
        // The request may be used again as soon as it is completed.
        var lane = request.IsInLane ? _lanes[request.Partition] : null;
        request.IsInLane = false;
        ClientMeter.Requests.Add(1);
        request.AnsweredBy = link;
        if (Near is { } near && OwnWrites.Concerns(request)) OwnWrites.Forget(near, request);
        if (reply[0] is (byte)'-' or (byte)'!')
        {
            var reader = new ReplyReader(reply);
            Refused(link, request, reader.Error());
        }
        else
        {
            request.Succeed(reply);
        }
        lane?.Done(this);
    }

    /// <summary>Not on the caller's thread: it may hold the lock of another lane.</summary>
    public void Dropped(Request request) => ThreadPool.UnsafeQueueUserWorkItem(Release, request, preferLocal: false);

    public void Dispose()
    {
        _isDisposed = true;
        _timer?.Dispose();
        Near?.Close();
        _keeper?.Dispose();
        var left = new List<Request>();
        foreach (var lane in _lanes) lane.TakeOverdue(long.MaxValue, left);
        left.AddRange(_retries.TakeDue(long.MaxValue));
        foreach (var request in left) request.Fail(CacheErrorCode.NoNodesAvailable, "the client is disposed");
    }

    private void Refused(NodeLink link, Request request, ReadOnlySpan<byte> text)
    {
        var error = ReplyError.Of(text);
        var mayRepeat = error.Execution == Execution.Not || (error.Execution == Execution.Unknown && request.Kind != RequestKind.Write);
        // Told when its time ends before it succeeds.
        request.LastError = error.Execution == Execution.Not ? error.Code : CacheErrorCode.None;
        if (error.Execution == Execution.Unknown) request.MayHaveRun = true;
        if (mayRepeat && TryRepeat(link, request)) return;
        Fail(request, error.Execution == Execution.Not ? Unfinished(request, error.Code) : error.Code, request.EarlierError is { } earlier ? $"{Encoding.UTF8.GetString(text)} ({earlier})" : Encoding.UTF8.GetString(text));
    }

    private void Unanswered(NodeLink link, Request request, LinkEnd end)
    {
        request.MayHaveRun = true;
        if (request.IsCompleted || (request.Kind != RequestKind.Write && !_isDisposed && TryRepeat(link, request))) return;
        var code = request.Kind == RequestKind.Read ? CacheErrorCode.NodeUnhealthy : CacheErrorCode.OutcomeUnknown;
        Fail(request, code, $"{link.Address} was lost before it answered: {end.Reason}");
    }

    internal CacheException NotConnected(string what, Exception? cause = null) => new(CacheErrorCode.NoNodesAvailable, LastEnd is { } end ? $"{what}: {end.Reason}" : what, cause);

    private bool TryRepeat(NodeLink link, Request request)
    {
        if (request.IsCompleted || !_retries.TryAdd(request, link, Picture.Open.Length)) return false;
        ClientMeter.Retries.Add(1);
        return true;
    }

    /// <summary>Why a request was not answered: the code fits when it was surely not executed.</summary>
    private static CacheErrorCode Unfinished(Request request, CacheErrorCode code) => request is { MayHaveRun: true, Kind: not RequestKind.Read } ? CacheErrorCode.OutcomeUnknown : code;

    private static void Fail(Request request, CacheErrorCode code, string message)
    {
        ClientMeter.Failures.Add(1, new KeyValuePair<string, object?>("code", code.ToString()));
        request.Fail(code, message);
    }

    private void Release(Request request)
    {
        if (!request.IsInLane) return;
        request.IsInLane = false;
        _lanes[request.Partition].Done(this);
    }

    /// <summary>Sends what was never sent, or is due to be sent again.</summary>
    private void Again(Request request)
    {
        if (request.IsCompleted) return;
        if (_isDisposed) request.Fail(CacheErrorCode.NoNodesAvailable, "the client is disposed");
        else _lanes[request.Partition].Send(request, this);
    }

    private void SendHeld()
    {
        foreach (var lane in Volatile.Read(ref _lanes)) lane.SendHeld(this);
    }

    private void Pulse()
    {
        try
        {
            LookAtTime();
        }
        catch (Exception e)
        {
            // A mistake of ours, on a timer: thrown further it would end the application.
            ClientLog.PulseFailed(_log, e);
        }
    }

    private void LookAtTime()
    {
        var now = _options.TimeProvider.GetTimestamp();
        _keeper?.LookAtTime(Picture);
        foreach (var request in _retries.TakeDue(now))
        {
            if (request.Deadline <= now) Fail(request, Unfinished(request, request.LastError == CacheErrorCode.None ? CacheErrorCode.NodeUnhealthy : request.LastError), $"nobody served the key within {_options.OperationTimeout}");
            else Again(request);
        }
        var overdue = new List<Request>();
        foreach (var lane in Volatile.Read(ref _lanes))
        {
            lane.TakeOverdue(now, overdue);
            lane.SendHeld(this);
        }
        foreach (var request in overdue) Fail(request, Unfinished(request, CacheErrorCode.NoNodesAvailable), $"no node could be reached within {_options.OperationTimeout}: {LastEnd?.Reason}");
    }

    /// <summary>Half of an operation's time at most, so that it is sent at all.</summary>
    private TimeSpan AwaitLostFor => _options.OperationTimeout / 2 < LongestAwait ? _options.OperationTimeout / 2 : LongestAwait;

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * _options.TimeProvider.TimestampFrequency);
}
