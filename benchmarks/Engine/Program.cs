using AkkaCache.Engine.Benchmarks;
using BenchmarkDotNet.Running;

// "boards [members]": bytes per member, the worst Set while growing, and quick figures.
// "store [keys]": overhead per entry, the worst insert, collection pauses, quick figures beside a naive cache; "store quick [keys]": only these.
// "pauses PID [seconds]": how long a running daemon stands still for its collector. Anything else goes to BenchmarkDotNet.
if (args is ["boards", ..]) BoardsReport.Run(args.Length > 1 ? int.Parse(args[1]) : 1_000_000);
else if (args is ["store", "quick", ..]) StoreReport.Quick(args.Length > 2 ? int.Parse(args[2]) : 100_000);
else if (args is ["pauses", var process, ..]) PausesReport.Run(int.Parse(process), args.Length > 2 ? int.Parse(args[2]) : 30);
else if (args is ["store", ..]) StoreReport.Run(args.Length > 1 ? int.Parse(args[1]) : 1_000_000);
else BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
