using Aegir;
using QuickStart;

// The main job in C#, without PowerShell: five sites move to the upgrade target of their distribution, one of them cannot.
// Everything happens in a throw-away folder, on stand-ins for Drupal and on SQLite.
using var playground = new Playground();
var screen = new Screen();

screen.Title("A hub, two releases of a distribution, five sites");
using var hub = AegirHub.Open(playground.HubFile);
hub.Distributions.Add("Drupal10");
await hub.Platforms.AddAsync("Drupal 10.1.5", playground.OldRelease, "Drupal10", screen, default);
await hub.Platforms.AddAsync("Drupal 10.3.6", playground.NewRelease, "Drupal10", screen, default);
foreach (var directory in await hub.Sites.FindUnknownAsync("Drupal 10.1.5", default))
    await hub.Sites.ImportAsync("Drupal 10.1.5", directory, null, screen, default);
hub.Distributions.SetTarget("Drupal10", "Drupal 10.3.6");
screen.Say("Setting the target locked the other platform against new sites:");
foreach (var platform in hub.Platforms.Find(new PlatformFilter { Distribution = "Drupal10" }))
    screen.Say($"  {platform.Name,-14} {platform.Status,-8} {platform.SiteCount} sites{(platform.IsTarget ? "   <- upgrade target" : "")}");

screen.Title("The plan: what would change, and what stands in the way");
var outdated = hub.Sites.Find(new SiteFilter { Distribution = "Drupal10", Outdated = true }).Select(site => site.Name).ToList();
foreach (var site in outdated)
{
    var plan = await hub.Upgrades.PlanAsync(site, [], default);
    screen.Say($"  {plan.Site,-20} {plan.State,-8} {plan.Upgrades} upgrades, {plan.Downgrades} downgrades, {plan.Missing} missing, {plan.Errors} errors");
    foreach (var blocker in plan.Blockers)
        screen.Say($"    {blocker}");
}

screen.Title("The upgrade: a canary first, then two at a time");
var results = await hub.Upgrades.RunAsync(outdated.ToAsync(), new UpgradeOptions { Canary = 1, ThrottleLimit = 2 }, screen, default);

screen.Title("What visitors see now");
foreach (var result in results.OrderBy(result => result.Site))
{
    var side = hub.Platforms.Get(hub.Sites.Get(result.Site).Platform);
    screen.Say($"  {result.Site,-20} {result.Outcome,-8} {playground.Visit(side.Path, result.Site)}");
}

var regretted = results.First(result => result.Outcome == UpgradeOutcome.Upgraded).Site;
screen.Title($"Second thoughts about {regretted}: back to where it was");
var undone = await hub.Upgrades.UndoAsync(regretted, screen, default);
screen.Say($"  {undone.Site,-20} {undone.Outcome,-8} {playground.Visit(hub.Platforms.Get(undone.To).Path, undone.Site)}");

screen.Title("Every run is a task with a log");
foreach (var task in hub.Tasks.Find(new TaskFilter { First = 4 }))
    screen.Say($"  {task.Id,3} {task.Type,-13} {task.Target,-20} {task.Status,-8} {task.Duration?.TotalSeconds:0.0} s");

screen.Title("The same in PowerShell");
screen.Say("""
      Import-Module ./out/Aegir.PowerShell
      New-AegirDistribution Drupal10
      New-AegirPlatform 'Drupal 10.1.5' -Path /var/www/drupal-10.1.5 -Distribution Drupal10
      New-AegirPlatform 'Drupal 10.3.6' -Path /var/www/drupal-10.3.6 -Distribution Drupal10
      Get-AegirPlatform 'Drupal 10.1.5' | Import-AegirSite
      Set-AegirDistributionTarget Drupal10 -Platform 'Drupal 10.3.6'
      Get-AegirSite -Distribution Drupal10 | Get-AegirUpgrade
      Get-AegirSite -Distribution Drupal10 | Invoke-AegirUpgrade -Canary 1
    """);

var expected = results.Count(result => result.Outcome == UpgradeOutcome.Upgraded) == 4 && undone.Outcome == UpgradeOutcome.Undone;
return expected ? 0 : 1;
