package dev.penstock.web;

import dev.penstock.merkle.Digest;
import dev.penstock.merkle.witness.AddCheckpoint;
import dev.penstock.merkle.witness.Refusal;
import dev.penstock.merkle.witness.Witness;
import dev.penstock.merkle.witness.WitnessAnswer;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Call;
import dev.penstock.web.internal.call.Parameter;
import dev.penstock.web.internal.call.Problem;
import dev.penstock.web.internal.call.ProblemCode;
import dev.penstock.web.internal.call.Route;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The witness that this node is for its neighbours, C2SP tlog-witness. Open to everybody who
 * reaches it, for the signature of a log that is followed is the only leave there is.
 */
final class WitnessAnswers {
  private static final Parameter<Digest> ORIGIN = Parameter.digest("origin").inPath();

  /** Requests come back one per second when a log asked too often. */
  private static final int RETRY_SECONDS = 1;

  private final Optional<Witness> witness;

  WitnessAnswers(WebParts parts) {
    this.witness = parts.witness();
  }

  List<Route> routes() {
    return List.of(
        new Route(
            Route.Method.POST,
            "/witness/add-checkpoint",
            Route.Access.OPEN,
            Route.Pace.OWN,
            List.of(),
            Set.of(200, 403, 404, 408, 409, 413, 422, 429),
            this::add),
        new Route(
            Route.Method.GET,
            "/witness/{origin}/checkpoint",
            Route.Access.OPEN,
            Route.Pace.OWN,
            List.of(ORIGIN),
            Set.of(200, 404),
            this::show));
  }

  private Answer add(Call call) throws IOException {
    if (witness.isEmpty()) {
      return absent();
    }
    return switch (call.body(AddCheckpoint.BYTES_MAX)) {
      case Call.Body.TooLarge() ->
          Answer.problem(
              Problem.of(ProblemCode.BODY_TOO_LARGE, "The request is too large for a checkpoint.")
                  .at("body")
                  .allowing("at most " + AddCheckpoint.BYTES_MAX + " bytes"));
      case Call.Body.TooSlow() ->
          Answer.problem(ProblemCode.TOO_SLOW_SENDER, "The request did not come in time.");
      case Call.Body.Whole(var bytes) ->
          switch (witness.get().add(bytes)) {
            case WitnessAnswer.Cosigned cosigned -> Answer.of(200, Answer.TEXT, cosigned.body());
            case WitnessAnswer.OtherSize other ->
                Answer.of(409, WitnessAnswer.SIZE_CONTENT_TYPE, other.body());
            case WitnessAnswer.Refused(var refusal, var why) -> refused(refusal, why);
          };
    };
  }

  private static Answer refused(Refusal refusal, String why) {
    String detail = "The witness does not cosign: " + why + ".";
    return switch (refusal) {
      case MALFORMED -> Answer.problem(ProblemCode.CHECKPOINT_MALFORMED, detail);
      case NOT_SIGNED -> Answer.problem(ProblemCode.CHECKPOINT_NOT_SIGNED, detail);
      case ORIGIN_UNKNOWN -> Answer.problem(ProblemCode.NOT_WITNESSED, detail);
      case INCONSISTENT -> Answer.problem(ProblemCode.LOG_INCONSISTENT, detail);
      case TOO_OFTEN ->
          Answer.problem(Problem.of(ProblemCode.ASKED_TOO_OFTEN, detail).retryAfter(RETRY_SECONDS));
    };
  }

  private Answer show(Call call) throws IOException {
    if (witness.isEmpty()) {
      return absent();
    }
    Optional<byte[]> note = witness.get().head(call.arguments().get(ORIGIN).orElseThrow());
    return note.isPresent()
        ? Answer.of(200, Answer.TEXT, note.get())
        : Answer.problem(
            ProblemCode.NOT_WITNESSED, "No checkpoint of a log of this origin was cosigned here.");
  }

  private static Answer absent() {
    return Answer.problem(ProblemCode.NOT_WITNESSED, "This node is no witness.");
  }
}
