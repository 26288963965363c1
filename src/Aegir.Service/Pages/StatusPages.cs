using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aegir.Service.Pages;

/// <summary>The addresses of the status page. They only read.</summary>
internal static class StatusPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", () => Page.Of<OverviewPage>());
        routes.MapGet("/sites", (string? q, string? distribution, string? platform, bool? behind, int? page) => Page.Of<SitesPage>(
            ("Query", q), ("Distribution", distribution), ("Platform", platform), ("Behind", behind ?? false), ("Number", page ?? 1)));
        routes.MapGet("/platforms", () => Page.Of<PlatformsPage>());
        routes.MapGet("/tasks", (string? q, AegirTaskStatus? status) => Page.Of<TasksPage>(("Query", q), ("Status", status)));
        routes.MapGet("/tasks/{id:long}", (long id) => Page.Of<TaskPage>(("Id", id)));
        routes.MapGet("/compare", (string? left, string? right, string? site, bool? all) => Page.Of<ComparePage>(
            ("Left", left), ("Right", right), ("Site", site), ("All", all ?? false)));
        foreach (var (name, type) in new[] { ("aegir.css", "text/css"), ("aegir.js", "text/javascript"), ("aegir.svg", "image/svg+xml") })
        {
            var content = Asset(name);
            routes.MapGet("/assets/" + name, () => Results.Bytes(content, type + "; charset=utf-8"));
        }
    }

    private static byte[] Asset(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Aegir.Service.Pages.Assets." + name)!;
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
