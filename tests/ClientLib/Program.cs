using AkkaCache.Client.Tests.Daemons.Hybrid;

// Tests start this assembly as a process of its own; a test runner loads it and calls nothing here.
if (args is not ["hybrid-peer", var node]) throw new ArgumentException($"{string.Join(' ', args)}: must be hybrid-peer HOST:PORT");
await HybridPeer.RunAsync(node);
