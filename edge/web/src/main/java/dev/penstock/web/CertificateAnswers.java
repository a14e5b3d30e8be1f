package dev.penstock.web;

import dev.penstock.access.Action;
import dev.penstock.access.Bytes;
import dev.penstock.access.DualControl;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.json.JsonFields;
import dev.penstock.reception.Reception;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Call;
import dev.penstock.web.internal.call.Parameter;
import dev.penstock.web.internal.call.Problem;
import dev.penstock.web.internal.call.ProblemCode;
import dev.penstock.web.internal.call.Route;
import dev.penstock.web.internal.call.Times;
import dev.penstock.web.internal.json.JsonWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Certificates of the site's authority: issued for a key that its owner made, revoked by two
 * people, and the list of those that were.
 *
 * <p>Req: 62443-4-2 CR 1.8, CR 1.9
 */
final class CertificateAnswers {
  private static final String PATH = "/api/v1/certificates";

  /** RFC 2585 §4.2. */
  private static final String LIST_TYPE = "application/pkix-crl";

  private static final int REQUEST_CHARS_MAX = 16_384;
  private static final int SUBJECT_CHARS_MAX = 64;
  private static final int HOSTS_MAX = 32;
  private static final int HOST_CHARS_MAX = 253;
  private static final int DAYS_DEFAULT = 365;
  private static final int SERIAL_BYTES = 16;
  private static final Parameter<Bytes> SERIAL = Parameter.id("serial", SERIAL_BYTES).inPath();
  private static final List<String> REASONS =
      List.of("unspecified", "key-compromise", "superseded", "cessation", "privilege-withdrawn");

  private final CertificateView certificates;

  CertificateAnswers(WebParts parts) {
    this.certificates = parts.desks().certificates();
  }

  /** What everybody reaches: a list of serial numbers is no secret, and who checks has no login. */
  List<Route> routes() {
    return List.of(
        new Route(
            Route.Method.GET,
            PATH + "/crl",
            Route.Access.OPEN,
            Route.Pace.QUERY,
            List.of(),
            Set.of(200, 404),
            _ -> list()));
  }

  /** What people do. */
  List<Route> routes(Reception desk) {
    Route.Access access = Route.Access.of(Action.CERTIFICATES_MANAGE);
    return List.of(
        Wishes.route(PATH, access, List.of(), Set.of(201), call -> issue(call, desk)),
        Wishes.route(
            PATH + "/{serial}/revoke",
            access,
            List.of(SERIAL),
            Set.of(200, 202, 404),
            call -> revoke(call, desk)));
  }

  private Answer list() throws IOException {
    return certificates
        .list()
        .map(der -> Answer.of(200, LIST_TYPE, der).download("site-ca.crl"))
        .orElseGet(() ->
            Answer.problem(
                ProblemCode.CERTIFICATE_UNKNOWN,
                "This node serves no TLS, so it has no authority and no list."));
  }

  private static CertificateView.Wanted wanted(JsonFields in) {
    byte[] request = in.text("request", REQUEST_CHARS_MAX).getBytes(StandardCharsets.US_ASCII);
    Optional<CertificateView.Kind> kind =
        in.meaningIfAny("kind", 16, CertificateAnswers::kind, "client, display or server");
    if (kind.isEmpty() && !in.isRefused()) {
      in.refuse("kind", "is missing");
    }
    return new CertificateView.Wanted(
        Bytes.of(request),
        in.text("subject", SUBJECT_CHARS_MAX),
        kind.orElse(CertificateView.Kind.CLIENT),
        in.texts("hosts", HOSTS_MAX, HOST_CHARS_MAX),
        (int)
            (long)
                in.wholeIfAny("days", 1, CertificateView.Wanted.DAYS_MAX)
                    .orElse((long) DAYS_DEFAULT));
  }

  private static Optional<CertificateView.Kind> kind(String word) {
    return Arrays.stream(CertificateView.Kind.values())
        .filter(each -> word(each).equals(word))
        .findFirst();
  }

  private static String word(CertificateView.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private Answer issue(Call call, Reception desk) throws IOException, InterruptedException {
    return Bodies.read(
        call,
        in -> {
          CertificateView.Wanted body = wanted(in);
          return in.end(() -> body);
        },
        body ->
            Replies.of(
                desk.steppedUp(call.caller())
                    .then(_ ->
                        // Whom it is about may be a name, which no record holds.
                        desk.doing(
                            call.caller(),
                            Action.CERTIFICATES_MANAGE,
                            "issue " + word(body.kind()),
                            new Details(Map.of("days", SampleValue.of((long) body.days()))))),
                _ -> issued(call, desk, body)));
  }

  private Answer issued(Call call, Reception desk, CertificateView.Wanted wanted) {
    try {
      return switch (certificates.issue(wanted)) {
        case CertificateView.Issuing.Refused(var why) ->
            Answer.problem(
                Problem.of(ProblemCode.REQUEST_REFUSED, "No certificate was issued: " + why + "."));
        case CertificateView.Issuing.Made(var entry, var pem) ->
            Replies.of(
                desk.doing(
                    call.caller(),
                    Action.CERTIFICATES_MANAGE,
                    "certificate/" + entry.serial(),
                    new Details(
                        Map.of(
                            "serial", SampleValue.of(entry.serial()),
                            "fingerprint", SampleValue.of(entry.fingerprint())))),
                _ -> made(entry, pem));
      };
    } catch (IOException e) {
      return Answer.problem(
          ProblemCode.STORE_FAILED, "The register of certificates could not be written.");
    }
  }

  private static Answer made(CertificateView.Issued entry, String pem) {
    return Answer.json(
        201,
        json -> {
          json.object("certificate");
          fields(json, entry);
          json.end();
          json.text("pem", pem);
        });
  }

  private Answer revoke(Call call, Reception desk) throws IOException, InterruptedException {
    return Bodies.read(
        call,
        in -> {
          Optional<String> reason =
              in.meaningIfAny(
                  "reason",
                  32,
                  word -> Optional.of(word).filter(REASONS::contains),
                  "one of " + String.join(", ", REASONS));
          return in.end(() -> reason.orElse(REASONS.getFirst()));
        },
        reason -> revoked(call, desk, call.arguments().require(SERIAL).hex(), reason));
  }

  private Answer revoked(Call call, Reception desk, String serial, String reason) {
    return switch (certificates.revoking(serial, reason)) {
      case CertificateView.Revoking.Unknown() ->
          Answer.problem(
              ProblemCode.CERTIFICATE_UNKNOWN,
              "The site's authority issued none with this number, or it ended long ago.");
      case CertificateView.Revoking.Already() ->
          Answer.problem(ProblemCode.CONFLICT, "The certificate was revoked before.");
      case CertificateView.Revoking.Request(var request, var diff) ->
          Wishes.answer(
              desk.approvals()
                  .propose(call.caller(), DualControl.Kind.CERTIFICATE_REVOKE, request, diff),
              json -> json.text("serial", serial));
    };
  }

  /** One of the register. */
  static void write(JsonWriter json, CertificateView.Issued each) {
    json.object();
    fields(json, each);
    json.end();
  }

  private static void fields(JsonWriter json, CertificateView.Issued each) {
    json.text("serial", each.serial());
    json.text("kind", each.kind());
    json.text("subject", each.subject());
    json.text("notBefore", Times.text(each.notBefore()));
    json.text("notAfter", Times.text(each.notAfter()));
    json.text("fingerprint", each.fingerprint());
    json.text("revokedAt", text(each.revokedAt()));
    json.text("reason", each.reason().orElse(null));
  }

  private static @Nullable String text(Optional<Instant> time) {
    return time.map(Times::text).orElse(null);
  }
}
