using AkkaCache.Daemon;

return await CommandLine.Run(args, Console.Out, Console.Error);
