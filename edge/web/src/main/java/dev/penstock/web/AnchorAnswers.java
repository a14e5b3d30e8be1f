package dev.penstock.web;

import dev.penstock.access.Action;
import dev.penstock.evidence.record.AnchorResults;
import dev.penstock.flow.anchoring.AnchorArchive;
import dev.penstock.flow.anchoring.AnchorRow;
import dev.penstock.flow.anchoring.AnchorState;
import dev.penstock.merkle.Digest;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Call;
import dev.penstock.web.internal.call.Parameter;
import dev.penstock.web.internal.call.ProblemCode;
import dev.penstock.web.internal.call.Route;
import dev.penstock.web.internal.call.Times;
import dev.penstock.web.internal.form.AnchorForm;
import dev.penstock.web.internal.json.JsonWriter;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Who vouches for the log outside: how it stands with each, what they answered, and the proofs. */
final class AnchorAnswers {
  private static final String PATH = "/api/v1/anchors";
  private static final String RESULTS = PATH + "/results";

  /** Far more than a log can have. */
  private static final long COUNT_MAX = 1L << 52;

  private static final Parameter<Long> SIZE = Parameter.number("size", 0, COUNT_MAX);
  private static final Parameter<Long> AFTER = Parameter.number("after", 0, COUNT_MAX);
  private static final Parameter<Long> LIMIT = Parameter.number("limit", 1, AnchorArchive.ROWS_MAX);
  private static final Parameter<Digest> DIGEST = Parameter.digest("digest").inPath();

  private static final long LIMIT_DEFAULT = 100;

  /** One page looks at no more rows for those that are wanted. */
  private static final int LOOKED_MAX = 10_000;

  private final AnchorView anchors;
  private final InstantSource clock;

  AnchorAnswers(WebParts parts) {
    this.anchors = parts.anchors();
    this.clock = parts.clock();
  }

  List<Route> routes() {
    return List.of(
        route(PATH, List.of(), Set.of(200), this::states),
        route(RESULTS, List.of(SIZE, AFTER, LIMIT), Set.of(200), this::results),
        route(PATH + "/proofs/{digest}", List.of(DIGEST), Set.of(200, 404), this::proof));
  }

  private static Route route(
      String path, List<Parameter<?>> parameters, Set<Integer> statuses, Route.Handler handler) {
    return new Route(
        Route.Method.GET,
        path,
        Route.Access.of(Action.EVIDENCE_VIEW),
        Route.Pace.QUERY,
        parameters,
        statuses,
        handler);
  }

  private Answer states(Call call) {
    List<AnchorState> all = anchors.states();
    return Answer.json(
        200,
        json -> {
          writeWindow(json);
          json.array("anchors");
          all.forEach(state -> write(json, state));
          json.end();
        });
  }

  private void writeWindow(JsonWriter json) {
    Optional<AnchorState.Last> newest = anchors.newest();
    json.whole("windowSeconds", anchors.windowSeconds(clock.instant()).orElse(null));
    json.whole("vouchedSize", newest.map(AnchorState.Last::size).orElse(null));
    json.text("vouchedUntil", newest.map(last -> Times.text(last.askedAt())).orElse(null));
  }

  private static void write(JsonWriter json, AnchorState state) {
    json.object();
    json.text("name", state.name());
    json.text("kind", word(state.kind()));
    if (state.last().isEmpty()) {
      json.text("last", null);
    } else {
      AnchorState.Last last = state.last().get();
      json.object("last");
      json.whole("size", last.size());
      json.text("root", AnchorForm.base64(last.root()));
      json.text("asked", Times.text(last.askedAt()));
      json.text("stored", Times.text(last.storedAt()));
      json.text("at", Times.text(last.at()));
      json.text("proof", AnchorForm.hex(last.proof()));
      json.end();
    }
    json.number("failureCount", state.failures());
    if (state.trouble().isEmpty()) {
      json.text("failing", null);
    } else {
      AnchorState.Trouble trouble = state.trouble().get();
      json.object("failing");
      json.text("since", Times.text(trouble.since()));
      json.text("last", Times.text(trouble.at()));
      json.text("why", trouble.why());
      json.end();
    }
    json.text("next", state.next() == 0 ? null : Times.text(state.next()));
    json.text("renewal", state.renewal() == Times.MAX ? null : Times.text(state.renewal()));
    json.text("contradiction", state.contradiction().map(AnchorForm::hex).orElse(null));
    json.end();
  }

  private static String word(AnchorResults.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private Answer results(Call call) throws IOException {
    Optional<AnchorArchive> archive = anchors.archive();
    if (archive.isEmpty()) {
      return unreadable();
    }
    long size = call.arguments().get(SIZE).orElse(0L);
    Optional<Long> after = call.arguments().get(AFTER);
    int limit = (int) (long) call.arguments().get(LIMIT).orElse(LIMIT_DEFAULT);
    long from = after.map(number -> number + 1).orElse(0L);
    if (size > 0) {
      from = Math.max(from, archive.get().firstCovering(size));
    }
    List<AnchorRow> found = new ArrayList<>();
    long at = from;
    long end = archive.get().count();
    while (at < end && found.size() < limit && at - from < LOOKED_MAX) {
      AnchorRow row = archive.get().rows(at, 1).getFirst();
      if (row.size() >= size) {
        found.add(row);
      }
      at++;
    }
    Optional<String> next = at < end ? Optional.of(next(size, at - 1, limit)) : Optional.empty();
    return Answer.json(
        200,
        json -> {
          json.array("results");
          found.forEach(row -> AnchorForm.write(json, row));
          json.end();
          json.text("next", next.orElse(null));
          json.whole("count", end);
        });
  }

  private static String next(long size, long after, int limit) {
    var link = new NextLink(RESULTS);
    if (size > 0) {
      link.add(SIZE.name(), Long.toString(size));
    }
    link.add(AFTER.name(), Long.toString(after));
    link.add(LIMIT.name(), Integer.toString(limit));
    return link.toString();
  }

  private Answer proof(Call call) throws IOException {
    Optional<AnchorArchive> archive = anchors.archive();
    if (archive.isEmpty()) {
      return unreadable();
    }
    Digest digest = call.arguments().require(DIGEST);
    Optional<byte[]> bytes = archive.get().proof(digest);
    String name = HexFormat.of().formatHex(digest.bytes());
    return bytes.isPresent()
        ? Answer.of(200, Answer.BYTES, bytes.get()).download(name)
        : Answer.problem(ProblemCode.PROOF_UNKNOWN, "No anchor gave a proof of this digest.");
  }

  private static Answer unreadable() {
    return Answer.problem(
        ProblemCode.EVIDENCE_DAMAGED, "What anchors answered cannot be explained.");
  }
}
