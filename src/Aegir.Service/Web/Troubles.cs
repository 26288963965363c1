using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Aegir.Service.Web;

/// <summary>Trouble is told in the log; outside, only that there is some.</summary>
internal sealed class Troubles(RequestDelegate next, ILogger<Troubles> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (AegirException error) when (error.Kind == AegirErrorKind.NotFound && !context.Response.HasStarted)
        {
            await AnswerAsync(context, StatusCodes.Status404NotFound, "Not found.\n").ConfigureAwait(false);
        }
        catch (BadHttpRequestException error) when (!context.Response.HasStarted)
        {
            await AnswerAsync(context, error.StatusCode, "That cannot be read.\n").ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Whoever asked has gone.
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            logger.LogError(error, "The request for {Path} failed", context.Request.Path);
            await AnswerAsync(context, StatusCodes.Status500InternalServerError, "Something went wrong; the service's log says what.\n").ConfigureAwait(false);
        }
    }

    private static Task AnswerAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text);
    }
}
