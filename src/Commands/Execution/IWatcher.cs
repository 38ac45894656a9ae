namespace AkkaCache.Commands.Execution;

/// <summary>Somebody who asked to be told when a key changes: a session that WATCHes it.</summary>
public interface IWatcher
{
    /// <summary>The key changed. Called under the partition's gate, from any thread; must only take a note.</summary>
    void KeyChanged();
}
