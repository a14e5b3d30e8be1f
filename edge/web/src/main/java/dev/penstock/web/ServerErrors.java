package dev.penstock.web;

import dev.penstock.web.internal.call.Problem;
import dev.penstock.web.internal.call.ProblemCode;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What the server refuses before any of our code sees it, as a problem like all others. */
final class ServerErrors implements Request.Handler {
  private final Traffic traffic;

  ServerErrors(Traffic traffic) {
    this.traffic = traffic;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    ProblemCode code = codeOf(response.getStatus());
    Problem problem = Problem.of(code, "The server refused it before it was looked at.");
    traffic.answered(code.status());
    response.setStatus(code.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.CONTENT_TYPE);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    response.write(true, ByteBuffer.wrap(problem.json()), callback);
    return true;
  }

  private static ProblemCode codeOf(int status) {
    return switch (status) {
      case 404 -> ProblemCode.NOT_FOUND;
      case 405 -> ProblemCode.METHOD_NOT_ALLOWED;
      case 408 -> ProblemCode.TOO_SLOW_SENDER;
      case 413 -> ProblemCode.BODY_TOO_LARGE;
      case 414 -> ProblemCode.URI_TOO_LONG;
      case 421 -> ProblemCode.HOST_NOT_ALLOWED;
      case 431 -> ProblemCode.HEADERS_TOO_LARGE;
      case 503 -> ProblemCode.STOPPING;
      case 505 -> ProblemCode.REQUEST_MALFORMED;
      default -> status >= 500 ? ProblemCode.INTERNAL : ProblemCode.REQUEST_MALFORMED;
    };
  }
}
