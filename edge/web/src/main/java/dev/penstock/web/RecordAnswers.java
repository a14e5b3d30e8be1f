package dev.penstock.web;

import static dev.penstock.web.SourceLookup.POINT;
import static dev.penstock.web.SourceLookup.POINT_NUMBER;
import static dev.penstock.web.SourceLookup.SOURCE;
import static dev.penstock.web.SourceLookup.SOURCE_NUMBER;

import dev.penstock.access.Action;
import dev.penstock.evidence.block.BlockHeader;
import dev.penstock.flow.query.RecordPlace;
import dev.penstock.flow.query.RecordProof;
import dev.penstock.flow.query.RecordQuery;
import dev.penstock.flow.query.SealedRecord;
import dev.penstock.flow.query.SealedRecords;
import dev.penstock.flow.query.SourceKnown;
import dev.penstock.flow.shred.ValueOpening;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Arguments;
import dev.penstock.web.internal.call.Call;
import dev.penstock.web.internal.call.Cursor;
import dev.penstock.web.internal.call.Parameter;
import dev.penstock.web.internal.call.Problem;
import dev.penstock.web.internal.call.ProblemCode;
import dev.penstock.web.internal.call.Route;
import dev.penstock.web.internal.call.Times;
import dev.penstock.web.internal.form.ProofForm;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Records as rows, one by its place, and what shows that it is in the log. */
final class RecordAnswers {
  private static final String PATH = "/api/v1/records";
  private static final String OLDEST = "oldest";
  private static final String NEWEST = "newest";

  private static final Parameter<Long> FROM = Parameter.time("from");
  private static final Parameter<Long> TO = Parameter.time("to");
  private static final Parameter<String> ORDER = Parameter.choice("order", OLDEST, NEWEST);
  private static final Parameter<Long> LIMIT = Parameter.number("limit", 1, RecordQuery.LIMIT_MAX);
  private static final Parameter<String> CURSOR = Parameter.cursor();
  private static final Parameter<RecordPlace> PLACE = Parameter.place("place").inPath();

  private static final long LIMIT_DEFAULT = 100;

  /** Checkpoints come each second. */
  private static final int PUBLISHED_SOON_S = 1;

  private final SealedRecords records;
  private final SourceLookup lookup;
  private final InstantSource clock;
  private final AnchorView anchors;
  private final ValueOpening values;
  private final int pageBytes;

  RecordAnswers(WebParts parts, WebLimits limits) {
    this.records = parts.records();
    this.lookup = new SourceLookup(records);
    this.clock = parts.clock();
    this.anchors = parts.anchors();
    this.values = parts.values();
    this.pageBytes = limits.pageBytes();
  }

  List<Route> routes() {
    List<Parameter<?>> which =
        List.of(SOURCE, SOURCE_NUMBER, POINT, POINT_NUMBER, FROM, TO, ORDER, LIMIT, CURSOR);
    return List.of(
        query(PATH, which, Set.of(200, 404), this::rows),
        query(PATH + "/{place}", List.of(PLACE), Set.of(200, 404, 410), this::one),
        query(PATH + "/{place}/proof", List.of(PLACE), Set.of(200, 404, 410), this::proof),
        query(
            PATH + "/{place}/tlog-proof", List.of(PLACE), Set.of(200, 404, 410), this::tlogProof));
  }

  private static Route query(
      String path, List<Parameter<?>> parameters, Set<Integer> statuses, Route.Handler handler) {
    return new Route(
        Route.Method.GET,
        path,
        Route.Access.within(Action.EVIDENCE_VIEW),
        Route.Pace.QUERY,
        parameters,
        statuses,
        handler);
  }

  private Answer rows(Call call) throws IOException {
    return switch (lookup.source(call)) {
      case SourceLookup.Found.One<SourceKnown>(var source) -> rows(call, Optional.of(source));
      case SourceLookup.Found.Unnamed<SourceKnown>() -> rows(call, Optional.empty());
      case SourceLookup.Found.Refused<SourceKnown>(var answer) -> answer;
    };
  }

  private Answer rows(Call call, Optional<SourceKnown> source) throws IOException {
    return switch (lookup.point(call.arguments(), source)) {
      case SourceLookup.Found.One<Long>(var point) -> rows(call, source, Optional.of(point));
      case SourceLookup.Found.Unnamed<Long>() -> rows(call, source, Optional.empty());
      case SourceLookup.Found.Refused<Long>(var answer) -> answer;
    };
  }

  private Answer rows(Call call, Optional<SourceKnown> source, Optional<Long> point)
      throws IOException {
    Arguments arguments = call.arguments();
    long from = arguments.get(FROM).orElse(0L);
    long to = arguments.get(TO).orElse(Times.MAX);
    if (to < from) {
      return Answer.problem(
          Problem.of(ProblemCode.PARAMETER_INVALID, "The time to is before the time from.")
              .at(TO.name())
              .given(Times.text(to))
              .allowing("a time not before from, " + Times.text(from)));
    }
    boolean isNewestFirst = arguments.get(ORDER).orElse(OLDEST).equals(NEWEST);
    var wanted =
        new RecordQuery(
            source.map(SourceKnown::number),
            point,
            from,
            to,
            isNewestFirst ? RecordQuery.Order.NEWEST_FIRST : RecordQuery.Order.OLDEST_FIRST,
            Optional.empty(),
            (int) (long) arguments.get(LIMIT).orElse(LIMIT_DEFAULT));
    Optional<String> cursor = arguments.get(CURSOR);
    Optional<RecordPlace> after =
        cursor.flatMap(text -> Cursor.read(question(wanted), text)).flatMap(PLACE::parsed);
    if (cursor.isPresent() && after.isEmpty()) {
      return Answer.problem(
          Problem.of(ProblemCode.CURSOR_INVALID, "The cursor is none of this question.")
              .at(CURSOR.name())
              .allowing(CURSOR.allowed()));
    }
    var page = new RowPage(records, clock, anchors, values, pageBytes);
    page.fill(wanted, after, call.sight());
    Optional<String> next = page.next().map(place -> next(wanted, place));
    return Answer.of(200, Answer.JSON, page.finish(next));
  }

  /** All that decides which rows there are, and in which order. */
  private static String question(RecordQuery wanted) {
    return wanted.source()
        + " "
        + wanted.point()
        + " "
        + wanted.from()
        + " "
        + wanted.to()
        + " "
        + wanted.order();
  }

  private static String next(RecordQuery wanted, RecordPlace last) {
    var link = new NextLink(PATH);
    wanted.source().ifPresent(number -> link.add(SOURCE_NUMBER.name(), number.toString()));
    wanted.point().ifPresent(number -> link.add(POINT_NUMBER.name(), number.toString()));
    if (wanted.from() > 0) {
      link.add(FROM.name(), Times.text(wanted.from()));
    }
    if (wanted.to() < Times.MAX) {
      link.add(TO.name(), Times.text(wanted.to()));
    }
    link.add(ORDER.name(), wanted.order() == RecordQuery.Order.NEWEST_FIRST ? NEWEST : OLDEST);
    link.add(LIMIT.name(), Integer.toString(wanted.limit()));
    link.add(CURSOR.name(), Cursor.write(question(wanted), last.toString()));
    return link.toString();
  }

  private Answer one(Call call) throws IOException {
    RecordPlace place = call.arguments().require(PLACE);
    Optional<SealedRecord> found = records.at(place);
    Optional<Answer> refusal = refusal(call, found);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    if (found.isEmpty()) {
      return switch (records.prove(place)) {
        case RecordProof.Pruned(var policy, var onTime) -> pruned(policy, onTime);
        // Sealed between the two questions, so it will be there for the next.
        case RecordProof.Proven _, RecordProof.NotPublished _, RecordProof.Unknown _ ->
            unknown(place);
      };
    }
    var page = new RowPage(records, clock, anchors, values, pageBytes);
    return Answer.of(200, Answer.JSON, page.only(found.get()));
  }

  /** Why somebody may not have this record; where there is none, who has a zone is not told so. */
  private Optional<Answer> refusal(Call call, Optional<SealedRecord> found) throws IOException {
    Optional<SourceKnown> source =
        found.isPresent() ? records.source(found.get().source()) : Optional.empty();
    return call.refusal(source.map(SourceKnown::name));
  }

  private Answer proof(Call call) throws IOException {
    return proven(
        call,
        (proof, header) ->
            Answer.json(
                200, json -> ProofForm.write(json, proof, header, Times.nanos(clock.instant()))));
  }

  private Answer tlogProof(Call call) throws IOException {
    return proven(
        call,
        (proof, _) ->
            Answer.of(200, Answer.TEXT, ProofForm.tlog(proof))
                .download("block-" + proof.place().entry() + ".tlog-proof"));
  }

  private interface ProofAnswer {
    Answer of(RecordProof.Proven proof, BlockHeader header);
  }

  private Answer proven(Call call, ProofAnswer form) throws IOException {
    RecordPlace place = call.arguments().require(PLACE);
    if (!call.sight().isWhole()) {
      Optional<Answer> refusal = refusal(call, records.at(place));
      if (refusal.isPresent()) {
        return refusal.get();
      }
    }
    return switch (records.prove(place)) {
      case RecordProof.Proven proof ->
          switch (ProofForm.check(proof)) {
            case ProofForm.Check.Holds(var header) when proof.place().equals(place) ->
                form.of(proof, header);
            case ProofForm.Check.Holds _ -> broken(place, "it is the proof of another place");
            case ProofForm.Check.Broken(var why) -> broken(place, why);
          };
      case RecordProof.NotPublished _ ->
          Answer.problem(
              Problem.of(
                      ProblemCode.NOT_PUBLISHED_YET,
                      "The record " + place + " is sealed, and its checkpoint is due.")
                  .retryAfter(PUBLISHED_SOON_S));
      case RecordProof.Pruned(var policy, var onTime) -> pruned(policy, onTime);
      case RecordProof.Unknown _ -> unknown(place);
    };
  }

  private static Answer broken(RecordPlace place, String why) {
    return Answer.problem(
        ProblemCode.EVIDENCE_DAMAGED, "The proof of " + place + " does not hold: " + why + ".");
  }

  private static Answer pruned(String policy, long onTime) {
    return Answer.problem(
        ProblemCode.PRUNED,
        "The record was dropped by policy " + policy + " on " + Times.text(onTime) + ".");
  }

  private static Answer unknown(RecordPlace place) {
    return Answer.problem(
        ProblemCode.RECORD_UNKNOWN, "No record is sealed at " + place + ", or it is not indexed.");
  }
}
