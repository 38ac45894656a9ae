namespace AkkaCache.Testing.Linearizability;

/// <summary>The search for an order of the operations of one history.</summary>
/// <remarks>
/// Idea (Wing and Gong, "Testing and verifying concurrent objects", 1993): the next operation of an order is one that was called before
/// the first return among those left. Place one whose output the model confirms, take its call and return out of the list, go on; when
/// none fits, undo the last. All operations of known outcome placed: linearizable.
///
/// Lowe ("Testing for linearizability", 2017) adds two things. A pair of (operations placed, state) is gone on from once, since what
/// follows depends on nothing else. And an operation is placed just in time: the one whose return is due first, then others before it.
///
/// Unknown outcomes have a call and no return, so they stay candidates to the end, and n of them would double the states n times. Four
/// rules hold that down. Each leaves out only orders for which there is one with fewer unknown outcomes, or with as many in order of call;
/// so the order that uses the fewest is never left out.
/// 1. One that does not change the state is not placed.
/// 2. After one is placed, what comes next must notice: if without it there were the same output and state, the step is not taken.
///    So a lost write is tried only where its value is read.
/// 3. Of several with the same input the first called goes first. So lost increments count by their number, not by their subsets.
/// 4. A place reached with more of them than before is not gone on from, see <see cref="VisitedStates{TState}"/>.
/// Besides, the model is asked whether the next replies can still come about.
/// </remarks>
internal sealed class OrderSearch<TState, TInput, TOutput>
{
    /// <summary>How many returns ahead the model is asked. With 4, lists of 300 operations with 60 unknown take 300 times the states now and then.</summary>
    private const int ReturnsForeseen = 6;

    private readonly ISequentialModel<TState, TInput, TOutput> _model;
    private readonly Operation<TInput, TOutput>[] _history;
    private readonly int _maxStates;

    private readonly EventList _events;
    private readonly VisitedStates<TState> _visited = new();

    /// <summary>The operations' inputs, those of unknown outcome simplified.</summary>
    private readonly TInput[] _inputs;

    /// <summary>One bit per operation, set while it is on <see cref="_steps"/> and its outcome is known.</summary>
    private readonly ulong[] _known;

    /// <summary>Likewise of unknown outcome.</summary>
    private readonly ulong[] _unknown;

    private readonly List<Step> _steps = [];

    /// <summary>What is still to be tried after each step: the steps' shares lie one above the other.</summary>
    private readonly List<int> _candidates = [];

    /// <summary>For an unknown outcome, the one of the same input called just before, or -1.</summary>
    private readonly int[] _sameBefore;

    private readonly List<int> _ahead = [];

    private readonly List<TInput> _calledAhead = [];

    private int _fewestLeft = int.MaxValue;

    /// <param name="history">In order of call.</param>
    public OrderSearch(ISequentialModel<TState, TInput, TOutput> model, Operation<TInput, TOutput>[] history, int maxStates)
    {
        _model = model;
        _history = history;
        _maxStates = maxStates;
        _events = new EventList([.. history.Select(operation => (operation.Called, operation.Returned))]);
        _inputs = [.. history.Select(operation => operation.OutcomeKnown ? operation.Input : model.Simplify(operation.Input, history))];
        _known = new ulong[(history.Length + 63) / 64];
        _unknown = new ulong[_known.Length];
        _sameBefore = [.. history.Select((operation, index) => operation.OutcomeKnown ? -1 : SameBefore(index))];
    }

    /// <summary>The order that placed the most operations of known outcome, by index.</summary>
    public int[] Longest { get; private set; } = [];

    public int StatesVisited => _visited.Count;

    public Verdict Run()
    {
        GoOnFrom(new Step(-1, _model.Initial, 0));
        var verdict = Verdict.Linearizable;
        while (_events.ReturnsLeft > 0 && verdict == Verdict.Linearizable)
        {
            if (_visited.Count >= _maxStates) verdict = Verdict.Unknown;
            else if (!TryPlaceNext() && !TryUndo()) verdict = Verdict.NotLinearizable;
        }
        KeepIfLongest();
        return verdict;
    }

    private bool TryPlaceNext()
    {
        while (_candidates.Count > _steps[^1].FirstCandidate)
        {
            var operation = _candidates[^1];
            _candidates.RemoveAt(_candidates.Count - 1);
            if (TryPlace(operation)) return true;
        }
        return false;
    }

    private bool TryPlace(int index)
    {
        var operation = _history[index];
        if (_sameBefore[index] >= 0 && !IsPlaced(_sameBefore[index])) return false;
        var last = _steps[^1];
        var (state, output) = _model.Apply(last.State, _inputs[index]);
        if (operation.OutcomeKnown ? !Same(output, operation.Output) : Same(state, last.State)) return false;
        if (LastWentUnnoticed(index, state)) return false;

        Flip(index);
        if (!_visited.Add(_known, _unknown, state))
        {
            Flip(index);
            return false;
        }
        _events.Take(index);
        GoOnFrom(new Step(index, state, _candidates.Count));
        return true;
    }

    /// <summary>Whether the last step placed an unknown outcome and the next would be the same without it.</summary>
    private bool LastWentUnnoticed(int next, TState stateAfterNext)
    {
        var last = _steps[^1].Operation;
        if (last < 0 || _history[last].OutcomeKnown) return false;
        var (state, output) = _model.Apply(_steps[^2].State, _inputs[next]);
        return Same(state, stateAfterNext) && (!_history[next].OutcomeKnown || Same(output, _history[next].Output));
    }

    private void GoOnFrom(Step step)
    {
        _steps.Add(step);
        _events.AddCandidates(_candidates);
        if (!MayGoOnFrom(step.State)) _candidates.RemoveRange(step.FirstCandidate, _candidates.Count - step.FirstCandidate);
    }

    /// <summary>Whether the operations that return next may each answer as they did after some of those called before that.</summary>
    private bool MayGoOnFrom(TState state)
    {
        _events.CopyBeginning(_ahead, ReturnsForeseen);
        _calledAhead.Clear();
        foreach (var at in _ahead)
        {
            if (at >= 0)
            {
                _calledAhead.Add(_inputs[at]);
                continue;
            }
            var operation = _history[~at];
            _calledAhead.Remove(operation.Input);
            if (!_model.MayAnswer(state, operation.Input, operation.Output, _calledAhead)) return false;
            _calledAhead.Add(operation.Input);
        }
        return true;
    }

    private bool TryUndo()
    {
        KeepIfLongest();
        var last = _steps[^1];
        if (last.Operation < 0) return false;
        _steps.RemoveAt(_steps.Count - 1);
        _events.PutBack(last.Operation);
        Flip(last.Operation);
        return true;
    }

    private void KeepIfLongest()
    {
        if (_events.ReturnsLeft >= _fewestLeft) return;
        _fewestLeft = _events.ReturnsLeft;
        Longest = [.. _steps.Skip(1).Select(step => step.Operation)];
    }

    private bool IsPlaced(int unknown) => (_unknown[unknown / 64] >> (unknown % 64) & 1) != 0;

    private void Flip(int index) => (_history[index].OutcomeKnown ? _known : _unknown)[index / 64] ^= 1UL << (index % 64);

    private int SameBefore(int index)
    {
        var before = index - 1;
        while (before >= 0 && (_history[before].OutcomeKnown || !Same(_inputs[before], _inputs[index]))) before--;
        return before;
    }

    private static bool Same<T>(T left, T right) => EqualityComparer<T>.Default.Equals(left, right);

    /// <param name="Operation">What was placed, by index; -1 at the beginning.</param>
    /// <param name="FirstCandidate">Where its share of <see cref="_candidates"/> begins.</param>
    private readonly record struct Step(int Operation, TState State, int FirstCandidate);
}
