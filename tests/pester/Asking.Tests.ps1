BeforeDiscovery {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $standIn = Test-StandIn
}

BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    Import-Module (Get-ManifestPath) -Force
}

Describe 'Asking before an upgrade' -Skip:(-not $standIn) {
    BeforeAll {
        $root = New-TestFolder
        New-StandIn $root -Site a.example, b.example
        Initialize-Hub $root
        $import = "Import-Module '$(Get-ManifestPath)'"
    }

    AfterAll { Disconnect-AegirHub; Remove-TestFolder $root }

    It 'never waits for an answer that nobody can give, and then changes nothing' {
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $child = Invoke-Child -Hub "$root/hub.db" "$import; Get-AegirSite | Invoke-AegirUpgrade"
        $child.Text | Should -Match 'NonInteractive'
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 30
        (Get-AegirSite).Platform | Sort-Object -Unique | Should -Be 'Drupal 10.1.5'
    }

    It 'asks nothing with <_>' -ForEach '-Confirm:$false', '-Force' {
        $child = Invoke-Child -Hub "$root/hub.db" "$import; (Invoke-AegirUpgrade a.example $_).Outcome; (Undo-AegirUpgrade a.example $_).Outcome"
        $child.Output | Should -Be 'Upgraded', 'Undone'
    }

    It 'asks nothing where $ConfirmPreference is None' {
        $child = Invoke-Child -Hub "$root/hub.db" "$import; `$ConfirmPreference = 'None'; (Invoke-AegirUpgrade a.example).Outcome; (Undo-AegirUpgrade a.example).Outcome"
        $child.Output | Should -Be 'Upgraded', 'Undone'
    }

    It 'asks all before it begins any, with the plan in the question' {
        $host1 = [powershell]::Create()
        try {
            # Answers come from a host that counts what it was asked.
            Add-Type -TypeDefinition @'
using System; using System.Collections.Generic; using System.Collections.ObjectModel; using System.Globalization; using System.Management.Automation; using System.Management.Automation.Host; using System.Security;
public class AnsweringUI : PSHostUserInterface {
  public List<string> Questions = new List<string>(); public Queue<int> Answers = new Queue<int>();
  public override PSHostRawUserInterface RawUI { get { return null; } }
  public override Dictionary<string, PSObject> Prompt(string c, string m, Collection<FieldDescription> d) { throw new NotImplementedException(); }
  public override int PromptForChoice(string c, string m, Collection<ChoiceDescription> d, int i) { Questions.Add(m); return Answers.Dequeue(); }
  public override PSCredential PromptForCredential(string c, string m, string u, string t) { return null; }
  public override PSCredential PromptForCredential(string c, string m, string u, string t, PSCredentialTypes a, PSCredentialUIOptions o) { return null; }
  public override string ReadLine() { return ""; } public override SecureString ReadLineAsSecureString() { return null; }
  public override void Write(string v) { } public override void Write(ConsoleColor f, ConsoleColor b, string v) { } public override void WriteLine(string v) { }
  public override void WriteDebugLine(string m) { } public override void WriteErrorLine(string v) { } public override void WriteVerboseLine(string m) { } public override void WriteWarningLine(string m) { }
  public override void WriteProgress(long s, ProgressRecord r) { }
}
public class AnsweringHost : PSHost {
  public AnsweringUI Face = new AnsweringUI(); Guid id = Guid.NewGuid();
  public override PSHostUserInterface UI { get { return Face; } } public override Guid InstanceId { get { return id; } } public override string Name { get { return "Answering"; } } public override Version Version { get { return new Version(1, 0); } }
  public override CultureInfo CurrentCulture { get { return CultureInfo.InvariantCulture; } } public override CultureInfo CurrentUICulture { get { return CultureInfo.InvariantCulture; } }
  public override void EnterNestedPrompt() { } public override void ExitNestedPrompt() { } public override void NotifyBeginApplication() { } public override void NotifyEndApplication() { } public override void SetShouldExit(int c) { }
}
'@
            $answering = [AnsweringHost]::new()
            # Yes to the first, no to the second.
            $answering.Face.Answers.Enqueue(0); $answering.Face.Answers.Enqueue(2)
            $runspace = [runspacefactory]::CreateRunspace($answering)
            $runspace.Open()
            $host1.Runspace = $runspace
            $results = $host1.AddScript("$import; `$null = Connect-AegirHub '$root/hub.db'; 'a.example', 'b.example' | Invoke-AegirUpgrade").Invoke()
            $answering.Face.Questions.Count | Should -Be 2
            $answering.Face.Questions[0] | Should -Match "Upgrade site 'a.example' from 'Drupal 10.1.5' to 'Drupal 10.3.6': \d+ upgrades"
            $results.Site | Should -Be 'a.example'
            $results.Outcome | Should -Be 'Upgraded'
            (Get-AegirSite b.example).Platform | Should -Be 'Drupal 10.1.5'
        }
        finally { $host1.Dispose() }
    }
}
