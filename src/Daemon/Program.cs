using AkkaCache.Daemon;

// Read once by the runtime when the first socket is made, so it must be first of all: completions run on the thread that polls the sockets,
// which is what the RESP door's loop is built for (measured: 1.3-1.7 times the requests at depth 1). Whoever set it has decided otherwise.
const string inlineCompletions = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";
if (Environment.GetEnvironmentVariable(inlineCompletions) is null) Environment.SetEnvironmentVariable(inlineCompletions, "1");

return await CommandLine.Run(args, Console.Out, Console.Error);
