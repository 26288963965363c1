using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aegir.Service.Pages;

/// <summary>A Razor component as an answer. Razor escapes whatever is put into a page.</summary>
internal sealed class Page : IResult
{
    private readonly Type component;
    private readonly Dictionary<string, object?> parameters;

    private Page(Type component, Dictionary<string, object?> parameters)
    {
        this.component = component;
        this.parameters = parameters;
    }

    public static IResult Of<T>(params (string Name, object? Value)[] parameters) where T : IComponent =>
        new Page(typeof(T), parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var services = httpContext.RequestServices;
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        // Whole before the first byte goes out: a page that fails is an error, not half a page.
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync(component, ParameterView.FromDictionary(parameters)).ConfigureAwait(true)).ToHtmlString()).ConfigureAwait(false);
        httpContext.Response.ContentType = "text/html; charset=utf-8";
        await httpContext.Response.WriteAsync(html, httpContext.RequestAborted).ConfigureAwait(false);
    }
}
