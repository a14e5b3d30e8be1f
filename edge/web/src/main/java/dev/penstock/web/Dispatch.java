package dev.penstock.web;

import dev.penstock.reception.Caller;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Arguments;
import dev.penstock.web.internal.call.Call;
import dev.penstock.web.internal.call.ProblemCode;
import dev.penstock.web.internal.call.Route;
import dev.penstock.web.internal.call.Sight;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Brings each request to its route, by the same steps for all, and the answer back. */
final class Dispatch {
  private static final Map<String, String> ALWAYS =
      Map.of(
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Referrer-Policy", "no-referrer",
          "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
          "Cross-Origin-Resource-Policy", "same-origin");

  private static final String NO_STORE = "no-store";
  private static final String CHALLENGE = "WWW-Authenticate";

  /** Twice the largest body that is taken, and nobody is read for ever. */
  private static final int DRAINED_BYTES_MAX = 2 << 20;

  private static final int DRAIN_BYTES = 8 * 1_024;

  /** Most events are smaller. */
  private static final int BODY_BYTES_FIRST = 4_096;

  private final List<Route> routes;
  private final Doorkeeper doorkeeper;
  private final Admission admission;
  private final QueryGate gate;
  private final Traffic traffic;
  private final Incidents incidents;
  private final Duration bodyTime;

  Dispatch(
      List<Route> routes,
      Doorkeeper doorkeeper,
      Admission admission,
      QueryGate gate,
      Traffic traffic,
      Incidents incidents,
      Duration bodyTime) {
    this.routes = List.copyOf(routes);
    this.doorkeeper = doorkeeper;
    this.admission = admission;
    this.gate = gate;
    this.traffic = traffic;
    this.incidents = incidents;
    this.bodyTime = bodyTime;
  }

  void register(RoutesConfig config) {
    var _ = config.before(this::enter);
    for (Route route : routes) {
      for (HandlerType type : typesOf(route.method())) {
        var _ = config.addHttpHandler(type, route.path(), context -> serve(route, context));
      }
    }
    var _ = config.exception(HttpResponseException.class, this::refusedByServer);
    var _ = config.exception(Exception.class, this::failed);
  }

  /** HEAD goes the same way as GET: left to the server, it would say 200 to everything. */
  private static List<HandlerType> typesOf(Route.Method method) {
    return switch (method) {
      case GET -> List.of(HandlerType.GET, HandlerType.HEAD);
      case POST -> List.of(HandlerType.POST);
    };
  }

  /** Before anything else is looked at. */
  private void enter(Context context) {
    Optional<Answer> refused =
        doorkeeper
            .refusedHost(context.req())
            .or(() -> doorkeeper.refusedCoding(context.req()))
            .or(() -> doorkeeper.refusedPace(context.req()));
    if (refused.isPresent()) {
      write(context, refused.get());
      var _ = context.skipRemainingHandlers();
    }
  }

  private void serve(Route route, Context context) throws IOException, InterruptedException {
    Answer answer = answer(route, context);
    try {
      send(route, answer, context);
    } finally {
      answer.stream().ifPresent(Answer.Stream::end);
    }
  }

  private void send(Route route, Answer answer, Context context) throws IOException {
    if (!route.hasStatus(answer.status())) {
      throw new IllegalStateException(route.path() + " has no status " + answer.status());
    }
    write(context, answer);
    if (answer.stream().isPresent() && !context.method().equals(HandlerType.HEAD)) {
      answer.stream().get().to(context.res().getOutputStream());
    }
  }

  private Answer answer(Route route, Context context) throws IOException, InterruptedException {
    return switch (admission.judge(context.req(), route)) {
      case Admission.Verdict.Turned(var refused) -> refused;
      case Admission.Verdict.Admitted(var asker) -> answer(route, context, asker);
    };
  }

  private Answer answer(Route route, Context context, Admission.Asker asker)
      throws IOException, InterruptedException {
    Map<String, String> inPath = new HashMap<>();
    route.parameters().stream()
        .filter(parameter -> parameter.isInPath())
        .forEach(parameter -> inPath.put(parameter.name(), context.pathParam(parameter.name())));
    String query = route.takesAnyQuery() ? null : context.req().getQueryString();
    return switch (Arguments.read(route.parameters(), inPath, query)) {
      case Arguments.Reading.Bad(var problem) -> Answer.problem(problem);
      case Arguments.Reading.Good(var arguments) ->
          answer(route, new ServletCall(context.req(), arguments, doorkeeper, bodyTime, asker));
    };
  }

  private Answer answer(Route route, Call call) throws IOException, InterruptedException {
    return switch (route.pace()) {
      case AT_ONCE, OWN -> route.handler().answer(call);
      case QUERY ->
          switch (gate.run(() -> route.handler().answer(call))) {
            case QueryGate.Outcome.Answered(var answer) -> answer;
            case QueryGate.Outcome.Failed(var code, var why) ->
                incident(code, route.method() + " " + route.path(), why);
          };
    };
  }

  private Answer incident(ProblemCode code, String request, Throwable why) {
    long number = traffic.incident();
    incidents.happened(number, request, why);
    return Answer.problem(code, "This is incident " + number + " in the node's log.");
  }

  /** Nothing is at this address, or not with this method. */
  private void refusedByServer(HttpResponseException refused, Context context) {
    TreeSet<String> methods = new TreeSet<>();
    for (Route route : routes) {
      if (fits(route.path(), context.req().getRequestURI())) {
        methods.add(route.method().name());
        if (route.method() == Route.Method.GET) {
          methods.add("HEAD");
        }
      }
    }
    String allow = String.join(", ", methods);
    write(
        context,
        methods.isEmpty()
            ? Answer.problem(ProblemCode.NOT_FOUND, "Nothing is served at this path.")
            : Answer.problem(ProblemCode.METHOD_NOT_ALLOWED, "Here you can " + allow + ".")
                .with("Allow", allow));
  }

  private static boolean fits(String pattern, String path) {
    return path.matches(pattern.replaceAll("\\{[a-z]+}", "[^/]+").replaceAll("<[a-z]+>", ".+"));
  }

  /** A fault that nobody thought of. */
  private void failed(Exception why, Context context) {
    if (why instanceof InterruptedException) {
      Thread.currentThread().interrupt();
      write(context, Answer.problem(ProblemCode.STOPPING, "The node was told to end."));
      return;
    }
    QueryGate.Outcome.Failed failed = QueryGate.failed(why);
    write(context, incident(failed.code(), context.method() + " " + pathOf(context), why));
  }

  /** The path as a log may have it: never with parameters, for a token may have gone astray. */
  private static String pathOf(Context context) {
    String path = context.req().getRequestURI();
    return path.length() <= 100 ? path : path.substring(0, 100) + "...";
  }

  private void write(Context context, Answer answer) {
    traffic.answered(answer.status());
    if (answer.stream().isEmpty() && answer.status() != ProblemCode.TOO_SLOW_SENDER.status()) {
      drain(context.req());
    }
    ALWAYS.forEach((name, value) -> context.res().setHeader(name, value));
    context.res().setHeader("Cache-Control", NO_STORE);
    answer.headers().forEach((name, value) -> context.res().setHeader(name, value));
    if (answer.status() == 401 && !answer.headers().containsKey(CHALLENGE)) {
      // RFC 9110 §15.5.2: each 401 says how one could come in.
      context.res().setHeader(CHALLENGE, "Bearer realm=\"penstock\"");
    }
    answer.cookies().forEach(cookie -> context.res().addHeader("Set-Cookie", cookie));
    var _ = context.status(answer.status());
    var _ = context.contentType(answer.contentType());
    if (answer.stream().isEmpty()) {
      var _ = context.result(answer.body());
    }
  }

  /**
   * Reads what an answer left unread of a body. The server would end the connection of a body that
   * is under way, or reset its stream, and clients then lose the answer (RFC 9112 §9.6, RFC 9113
   * §8.1). Who waits to be told to go on has sent nothing yet (RFC 9110 §10.1.1).
   */
  private void drain(HttpServletRequest request) {
    long left = request.getContentLengthLong();
    if (left <= 0 || left > DRAINED_BYTES_MAX || request.getHeader("Expect") != null) {
      return;
    }
    long deadline = System.nanoTime() + bodyTime.toNanos();
    byte[] bytes = new byte[(int) Math.min(left, DRAIN_BYTES)];
    try {
      InputStream in = request.getInputStream();
      while (in.read(bytes) >= 0 && System.nanoTime() - deadline < 0) {
        // Nobody needs it.
      }
    } catch (IOException _) {
      // Whoever sends is gone or too slow, and will not read the answer either.
    }
  }

  /** The request as the endpoints see it. */
  private record ServletCall(
      HttpServletRequest request,
      Arguments arguments,
      Doorkeeper doorkeeper,
      Duration bodyTime,
      Admission.Asker asker)
      implements Call {
    @Override
    public Caller caller() {
      return asker.caller();
    }

    @Override
    public Optional<X509Certificate> certificate() {
      return doorkeeper.certificate(request);
    }

    @Override
    public boolean isStillAllowed() {
      return asker.isStillAllowed();
    }

    @Override
    public Sight sight() {
      return asker.sight();
    }

    @Override
    public Optional<Answer> refusal(Optional<String> source) {
      return asker.refusal(source);
    }

    @Override
    public Optional<String> query() {
      return Optional.ofNullable(request.getQueryString());
    }

    @Override
    public String host() {
      return request.getServerName();
    }

    @Override
    public boolean isSecure() {
      return request.isSecure();
    }

    @Override
    public String path() {
      return request.getRequestURI();
    }

    @Override
    public Optional<String> header(String name) {
      if (name.equals("Cookie")) {
        return Cookies.shown(request);
      }
      return Optional.ofNullable(request.getHeader(name));
    }

    @Override
    public Body body(int bytesMax) throws IOException {
      if (request.getContentLengthLong() > bytesMax) {
        return new Body.TooLarge();
      }
      // The server ends a silence; what comes drop by drop ends here.
      long deadline = System.nanoTime() + bodyTime.toNanos();
      byte[] bytes = new byte[Math.min(bytesMax + 1, BODY_BYTES_FIRST)];
      int count = 0;
      try (InputStream in = request.getInputStream()) {
        while (true) {
          int read = in.read(bytes, count, bytes.length - count);
          if (read < 0) {
            return new Body.Whole(Arrays.copyOf(bytes, count));
          }
          count += read;
          if (count > bytesMax) {
            return new Body.TooLarge();
          }
          if (System.nanoTime() - deadline > 0) {
            return new Body.TooSlow();
          }
          if (count == bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(bytesMax + 1, 2 * count));
          }
        }
      } catch (IOException e) {
        // Whoever sends was too slow or is gone; there is nothing more to tell the two apart.
        return new Body.TooSlow();
      }
    }
  }
}
