using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Aegir.SecretWatch;

[assembly: SupportedOSPlatform("linux")]

// Watches until it is asked to end (SIGTERM): REPORT [ONLY]. The report has a line for each finding, and a last one that says how the watch was kept.
// It says "ready" on standard output once it sees everything.
using var ended = new ManualResetEventSlim();
using var signal = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
{
    context.Cancel = true;
    ended.Set();
});
var watch = new Watch(Path.GetTempPath(), args.ElementAtOrDefault(1));
watch.Start();
Console.WriteLine("ready");
ended.Wait();
var kept = watch.End();
File.WriteAllLines(args[0], [.. watch.Findings, kept]);
return watch.Findings.Count == 0 ? 0 : 1;
