package dev.penstock.web;

import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Call;
import dev.penstock.web.internal.call.Parameter;
import dev.penstock.web.internal.call.ProblemCode;
import dev.penstock.web.internal.call.Route;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The console's files. They are the same for everybody and say nothing about the plant; what they
 * show, they ask the API for. No script or style may come from elsewhere or stand in a page.
 *
 * <p>Req: 62443-4-2 CR 3.5
 */
final class ConsoleAnswers {
  private static final String ROOT = "/console/";
  private static final Parameter<String> FILE = Parameter.word("path").inPath();

  /** CSP Level 3 and W3C Trusted Types, without an exception: decision 0169. */
  private static final String POLICY =
      "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
          + " object-src 'none'; require-trusted-types-for 'script'";

  private static final String FOR_EVER = "public, max-age=31536000, immutable";
  private static final String ASK_EACH_TIME = "no-cache";

  private final Pages pages;

  ConsoleAnswers(WebParts parts) {
    this.pages = parts.pages();
  }

  List<Route> routes() {
    return List.of(
        route("/", Set.of(302), List.of(), _ -> toConsole()),
        // The server takes it with and without its last slash.
        route(
            ROOT,
            Set.of(200, 302, 304, 404),
            List.of(),
            call -> call.path().equals(ROOT) ? page(call, "") : toConsole()),
        route(
            ROOT + "<path>",
            Set.of(200, 304, 404),
            List.of(FILE),
            call -> page(call, call.path().substring(ROOT.length()))));
  }

  private static Route route(
      String path, Set<Integer> statuses, List<Parameter<?>> parameters, Route.Handler handler) {
    return new Route(
        Route.Method.GET,
        path,
        Route.Access.OPEN,
        Route.Pace.AT_ONCE,
        parameters,
        statuses,
        handler);
  }

  private static Answer toConsole() {
    return Answer.of(302, Answer.TEXT, new byte[0]).with("Location", ROOT);
  }

  private Answer page(Call call, String path) {
    // What is no file of the console is one of its views, which its first page shows.
    boolean isView = path.indexOf('.') < 0 && !path.startsWith("assets/");
    Optional<Pages.Page> found = pages.at(isView ? "" : path);
    if (found.isEmpty()) {
      return Answer.problem(
          ProblemCode.NOT_FOUND,
          pages.at("").isEmpty() ? "This build has no console." : "The console has no such file.");
    }
    Pages.Page page = found.get();
    String tag = "\"" + page.tag() + "\"";
    boolean isKnown = call.header("If-None-Match").filter(tag::equals).isPresent();
    Answer answer =
        isKnown
            ? Answer.of(304, page.contentType(), new byte[0])
            : Answer.of(200, page.contentType(), page.content().bytes());
    return answer
        .with("ETag", tag)
        .with("Cache-Control", page.isForEver() ? FOR_EVER : ASK_EACH_TIME)
        .with("Content-Security-Policy", POLICY);
  }
}
