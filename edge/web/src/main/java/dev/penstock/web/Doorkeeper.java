package dev.penstock.web;

import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Problem;
import dev.penstock.web.internal.call.ProblemCode;
import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who may come in. A request must name this server as its host: a page of somebody else's whose
 * name was pointed at this machine (DNS rebinding) names that one. And where it is due, it must
 * show the token.
 *
 * <p>Req: 62443-4-2 CR 1.1, CR 2.1
 */
final class Doorkeeper {
  private static final String SCHEME = "bearer ";

  /** Jakarta Servlet 6.0 §3.10: where the certificates of a client are. */
  private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

  /** RFC 9113 §8.3.1: there the host is a field of the protocol, and a header seldom. */
  private static final String HTTP_2 = "HTTP/2.0";

  private static final int PORT_OF_HTTP = 80;
  private static final int PORT_OF_HTTPS = 443;

  private final AccessToken token;
  private final Set<String> hosts;
  private final OriginRates rates;
  private final Optional<TlsIdentity> tls;

  /**
   * A doorkeeper of one address.
   *
   * @param port the one that is really listened on
   * @param tls who knows the certificates of clients; empty where plain HTTP is spoken
   */
  Doorkeeper(
      AccessToken token,
      WebOptions options,
      int port,
      OriginRates rates,
      Optional<TlsIdentity> tls) {
    this.token = token;
    this.hosts = hosts(options, port);
    this.rates = rates;
    this.tls = tls;
  }

  private static Set<String> hosts(WebOptions options, int port) {
    List<String> names = new ArrayList<>(List.of(options.bind(), "localhost"));
    int usual =
        switch (options.way()) {
          case WebOptions.Way.Plain() -> PORT_OF_HTTP;
          case WebOptions.Way.Tls(var others, var _) -> {
            names.addAll(List.of("127.0.0.1", "::1"));
            names.addAll(others);
            yield PORT_OF_HTTPS;
          }
        };
    Set<String> hosts = new TreeSet<>();
    for (String name : names) {
      String host = HostName.inAuthority(name);
      var _ = hosts.add(host + ":" + port);
      if (port == usual) {
        var _ = hosts.add(host);
      }
    }
    return hosts;
  }

  /** Why a request may not come in under the host it names. */
  Optional<Answer> refusedHost(HttpServletRequest request) {
    List<String> named = Collections.list(request.getHeaders("Host"));
    // The address in the request line goes before the header, so both must be right.
    String effective = request.getServerName() + ":" + request.getServerPort();
    boolean isOurs =
        (named.size() == 1 || (named.isEmpty() && request.getProtocol().equals(HTTP_2)))
            && named.stream().allMatch(host -> hosts.contains(host.toLowerCase(Locale.ROOT)))
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

  /**
   * Why a body cannot be read as it was sent: nothing here undoes another coding than chunks, and
   * what is not undone must not be read as if it had been (RFC 9112 §6.1).
   */
  Optional<Answer> refusedCoding(HttpServletRequest request) {
    String coding = request.getHeader("Transfer-Encoding");
    return coding == null || coding.strip().equalsIgnoreCase("chunked")
        ? Optional.empty()
        : Optional.of(
            Answer.problem(
                Problem.of(
                        ProblemCode.REQUEST_MALFORMED,
                        "The body is sent in a coding that is not understood here.")
                    .at("Transfer-Encoding")
                    .allowing("chunked")));
  }

  /** Why a request comes too soon after others of the same address. */
  Optional<Answer> refusedPace(HttpServletRequest request) {
    int wait = rates.take(request.getRemoteAddr(), request.getMethod(), request.getRequestURI());
    return wait == 0
        ? Optional.empty()
        : Optional.of(
            Answer.problem(
                Problem.of(
                        ProblemCode.TOO_MANY_REQUESTS,
                        "Too many requests came from this address in a short time.")
                    .retryAfter(wait)));
  }

  /**
   * The certificate that the client showed, if it is good now. It was at the handshake; since then
   * it may have ended or been revoked.
   *
   * <p>Req: 62443-4-2 CR 1.9
   */
  Optional<X509Certificate> certificate(HttpServletRequest request) {
    return request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain
        ? Arrays.stream(chain)
            .limit(1)
            .filter(shown -> tls.filter(identity -> identity.isGood(shown)).isPresent())
            .findFirst()
        : Optional.empty();
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
