package dev.penstock.web;

import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Problem;
import dev.penstock.web.internal.call.ProblemCode;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Who may come in. A request must name this server as its host: a page of somebody else's whose
 * name was pointed at this machine (DNS rebinding) names that one. And where it is due, it must
 * show the token.
 *
 * <p>Req: 62443-4-2 CR 1.1, CR 2.1
 */
final class Doorkeeper {
  private static final String SCHEME = "bearer ";

  private final AccessToken token;
  private final Set<String> hosts;

  /**
   * A doorkeeper of one address.
   *
   * @param port the one that is really listened on
   */
  Doorkeeper(AccessToken token, String bind, int port) {
    this.token = token;
    String address = bind.contains(":") ? "[" + bind + "]" : bind;
    this.hosts = Set.of(address + ":" + port, "localhost:" + port);
  }

  /** Why a request may not come in under the host it names. */
  Optional<Answer> refusedHost(HttpServletRequest request) {
    List<String> named = Collections.list(request.getHeaders("Host"));
    // The address in the request line goes before the header, so both must be right.
    String effective = request.getServerName() + ":" + request.getServerPort();
    boolean isOurs =
        named.size() == 1
            && hosts.contains(named.getFirst().toLowerCase(Locale.ROOT))
            && hosts.contains(effective.toLowerCase(Locale.ROOT));
    return isOurs
        ? Optional.empty()
        : Optional.of(
            Answer.problem(
                Problem.of(
                        ProblemCode.HOST_NOT_ALLOWED, "The request names a host that is not this.")
                    .at("Host")
                    .allowing(String.join(", ", hosts.stream().sorted().toList()))));
  }

  /** Why a request may not ask for what only the token opens. */
  Optional<Answer> refusedToken(HttpServletRequest request) {
    List<String> shown = Collections.list(request.getHeaders("Authorization"));
    if (shown.isEmpty()) {
      return Optional.of(unauthorized("The request shows no token.", "Bearer realm=\"penstock\""));
    }
    String header = shown.getFirst();
    boolean isRight =
        shown.size() == 1
            && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
            && token.isSame(header.substring(SCHEME.length()).strip());
    return isRight
        ? Optional.empty()
        : Optional.of(
            unauthorized(
                "The request shows something that is not the token.",
                "Bearer realm=\"penstock\", error=\"invalid_token\""));
  }

  private static Answer unauthorized(String detail, String challenge) {
    return Answer.problem(
            Problem.of(ProblemCode.UNAUTHORIZED, detail)
                .at("Authorization")
                .allowing("Bearer and the token"))
        .with("WWW-Authenticate", challenge);
  }
}
