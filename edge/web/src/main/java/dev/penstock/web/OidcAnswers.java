package dev.penstock.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.penstock.reception.Entry;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Call;
import dev.penstock.web.internal.call.Parameter;
import dev.penstock.web.internal.call.ProblemCode;
import dev.penstock.web.internal.call.Route;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * How people come in by a provider outside, in three steps: to it, back from it, and in.
 *
 * <p>Req: 62443-4-2 CR 1.1
 */
final class OidcAnswers {
  /*
   * A request that another site led to carries none of our cookies, which are all SameSite=Strict.
   * So what comes back from the provider is answered by a page that brings the same once more, as
   * a request of this site: that one has the browser's secret and its known device, and what it
   * leaves is sent with the very next request.
   */
  private static final String BEGIN = Route.OIDC + "begin";
  private static final String RETURN = Route.OIDC + "return";
  private static final String FINISH = Route.OIDC + "finish";

  private static final String HTML = "text/html; charset=utf-8";
  private static final String CONSOLE = "/console/";
  private static final String REFUSED = "sign-in-refused";
  private static final String UNREACHABLE = "provider-unreachable";

  /** What may stand in a query and means nothing to HTML; the rest is encoded. */
  private static final String PLAIN =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~%=&+:/@,";

  /** What providers send back: RFC 6749 §4.1.2, RFC 9207, OpenID Connect Session Management. */
  private static final List<Parameter<?>> RETURNED =
      List.of(
          Parameter.line("code"),
          Parameter.line("state"),
          Parameter.line("iss"),
          Parameter.line("scope"),
          Parameter.line("session_state"),
          Parameter.line("error"),
          Parameter.line("error_description"),
          Parameter.line("error_uri"));

  private final Optional<OidcDoor> door;

  OidcAnswers(Front front) {
    this.door = front.oidc();
  }

  List<Route> routes() {
    return List.of(
        route(BEGIN, List.of(), Set.of(302, 404), this::begin),
        route(RETURN, RETURNED, Set.of(200, 404), this::returned),
        route(FINISH, RETURNED, Set.of(302, 404), this::finish));
  }

  private static Route route(
      String path, List<Parameter<?>> parameters, Set<Integer> statuses, Route.Handler handler) {
    return new Route(
        Route.Method.GET, path, Route.Access.OPEN, Route.Pace.OWN, parameters, statuses, handler);
  }

  private Answer begin(Call call) throws InterruptedException {
    if (door.isEmpty()) {
      return none();
    }
    OidcDoor there = door.get();
    if (!isSameHost(call.host(), there.home())) {
      // What is left in the browser here would not be sent where it comes back to.
      return to(there.home() + BEGIN);
    }
    try {
      OidcDoor.Begun begun = there.begin();
      return Cookies.leaveOidc(to(begun.address()), begun.kept());
    } catch (IOException _) {
      return backWith(UNREACHABLE);
    }
  }

  private static boolean isSameHost(String host, String home) {
    String wanted = String.valueOf(URI.create(home).getHost());
    return bare(host).equals(bare(wanted));
  }

  private static String bare(String host) {
    return host.replace("[", "").replace("]", "").toLowerCase(Locale.ROOT);
  }

  /** Looks at nothing: who comes from elsewhere is only sent on. */
  private Answer returned(Call call) {
    if (door.isEmpty()) {
      return none();
    }
    String address = (FINISH + "?" + plain(call.query().orElse(""))).replace("&", "&amp;");
    return Answer.of(200, HTML, page(address).getBytes(UTF_8));
  }

  /** Without script and style, so that no policy needs an exception for it. */
  private static String page(String address) {
    return """
    <!doctype html><html lang="en"><head><meta charset="utf-8">
    <meta http-equiv="refresh" content="0;url=%1$s"><title>Penstock</title></head>
    <body><p><a href="%1$s">Go on to Penstock</a></p></body></html>
    """
        .formatted(address);
  }

  private static String plain(String query) {
    var plain = new StringBuilder(query.length() + 16);
    for (byte each : query.getBytes(UTF_8)) {
      int value = Byte.toUnsignedInt(each);
      if (PLAIN.indexOf(value) >= 0) {
        plain.append((char) value);
      } else {
        plain.append('%').append(String.format(Locale.ROOT, "%02X", value));
      }
    }
    return plain.toString();
  }

  /** The browser is sent on with what came of it: it is no script that asks here. */
  private Answer finish(Call call) throws InterruptedException {
    if (door.isEmpty()) {
      return none();
    }
    Optional<String> kept = Cookies.read(call.header("Cookie"), Cookies.OIDC);
    if (kept.isEmpty()) {
      return backWith(REFUSED);
    }
    try {
      var said = door.get().finish(call.caller().origin(), kept.get(), call.query().orElse(""));
      return switch (said) {
        case dev.penstock.reception.Answer.Given<Entry>(var entry) ->
            Cookies.forgetOidc(Cookies.leave(to(CONSOLE), entry.secret(), entry.device()));
        case dev.penstock.reception.Answer.Refused<Entry>(var refusal) ->
            Cookies.forgetOidc(backWith(refusal.code()));
      };
    } catch (IOException _) {
      return Cookies.forgetOidc(backWith(UNREACHABLE));
    }
  }

  private static Answer none() {
    return Answer.problem(ProblemCode.NOT_FOUND, "No provider is set up.");
  }

  private static Answer backWith(String code) {
    return to(CONSOLE + "?problem=" + code);
  }

  private static Answer to(String address) {
    return Answer.of(302, Answer.TEXT, new byte[0]).with("Location", address);
  }
}
