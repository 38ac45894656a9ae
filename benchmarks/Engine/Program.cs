using AkkaCache.Engine.Benchmarks;
using BenchmarkDotNet.Running;

// "boards [members]": bytes per member, the worst Set while growing, and quick figures. Anything else goes to BenchmarkDotNet.
if (args is ["boards", ..]) BoardsReport.Run(args.Length > 1 ? int.Parse(args[1]) : 1_000_000);
else BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
