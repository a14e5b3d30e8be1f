package dev.penstock.web;

import dev.penstock.access.Action;
import dev.penstock.merkle.Digest;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Call;
import dev.penstock.web.internal.call.Parameter;
import dev.penstock.web.internal.call.ProblemCode;
import dev.penstock.web.internal.call.Route;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Payloads that are too large for their records. The bytes are anybody's, so they go out as a
 * download of no type: a browser shall not show them as a page of ours.
 */
final class BlobAnswers {
  static final String PATH = "/api/v1/blobs/";

  private static final Parameter<Digest> DIGEST = Parameter.digest("digest").inPath();

  private final Payloads payloads;

  BlobAnswers(WebParts parts) {
    this.payloads = parts.payloads();
  }

  List<Route> routes() {
    return List.of(
        new Route(
            Route.Method.GET,
            PATH + "{digest}",
            Route.Access.of(Action.EVIDENCE_VIEW),
            Route.Pace.QUERY,
            List.of(DIGEST),
            Set.of(200, 404),
            this::blob));
  }

  private Answer blob(Call call) throws IOException {
    Digest digest = call.arguments().get(DIGEST).orElseThrow();
    Optional<byte[]> bytes = payloads.get(digest);
    String name = HexFormat.of().formatHex(digest.bytes());
    return bytes.isPresent()
        ? Answer.of(200, Answer.BYTES, bytes.get()).download(name)
        : Answer.problem(
            ProblemCode.BLOB_UNKNOWN,
            "No payload of this digest is kept; it never came, or it was dropped by policy.");
  }
}
