using Aegir.Help;
using Aegir.PowerShell;

// What the help of a cmdlet says is written once: its synopsis and its parameters in the docstrings of its class, the rest in its page.
//   Aegir.Help maml PAGES FILE   makes the help file of the module from both
//   Aegir.Help errors PAGE FILE  makes the topic about_AegirErrors from the page that lists the errors
//   Aegir.Help pages PAGES       writes synopsis, syntax, parameters, inputs and outputs into the pages; makes the pages that are missing
if (args is not (["maml" or "errors", _, _] or ["pages", _]))
{
    Console.Error.WriteLine("Usage: Aegir.Help maml PAGES FILE | errors PAGE FILE | pages PAGES");
    return 2;
}

if (args[0] == "errors")
{
    ErrorTopic.Write(args[1], args[2]);
    return 0;
}

var assembly = typeof(HubInfo).Assembly;
var docs = new Docstrings(assembly, typeof(Aegir.Site).Assembly, typeof(Aegir.AegirHub).Assembly);
var cmdlets = new CmdletReader(docs).Read(assembly);
string PathOf(Cmdlet cmdlet) => Path.Combine(args[1], cmdlet.Name + ".md");

if (args[0] == "maml")
{
    var missing = cmdlets.Where(cmdlet => !File.Exists(PathOf(cmdlet))).ToList();
    foreach (var cmdlet in missing)
        Console.Error.WriteLine($"{PathOf(cmdlet)}: warning: {cmdlet.Name} has no page; ./build.sh help makes one.");
    Maml.Write(cmdlets.Except(missing).Select(cmdlet => (cmdlet, Page.Read(PathOf(cmdlet)))), args[2]);
    return 0;
}
foreach (var cmdlet in cmdlets)
    PageWriter.Write(cmdlet, File.Exists(PathOf(cmdlet)) ? Page.Read(PathOf(cmdlet)) : new Page(), PathOf(cmdlet));
return 0;
