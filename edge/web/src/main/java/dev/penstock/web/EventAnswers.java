package dev.penstock.web;

import static dev.penstock.web.SourceLookup.POINT;
import static dev.penstock.web.SourceLookup.SOURCE;

import dev.penstock.access.Action;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.SampleValue.Payload;
import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.Intake;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Arguments;
import dev.penstock.web.internal.call.Call;
import dev.penstock.web.internal.call.Parameter;
import dev.penstock.web.internal.call.Problem;
import dev.penstock.web.internal.call.ProblemCode;
import dev.penstock.web.internal.call.Route;
import dev.penstock.web.internal.call.Times;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Takes in events: the body is the message, kept byte by byte as it came. Whoever sent one is
 * answered when it is durable and not before, so a sender that got no answer still owns it.
 */
final class EventAnswers {
  private static final Parameter<String> FROM_SOURCE = SOURCE.required();
  private static final Parameter<String> AT_POINT = POINT.required();
  private static final Parameter<Long> TIME = Parameter.time("time");
  private static final Parameter<Boolean> REPEATED = Parameter.flag("repeated");

  private static final int FULL_RETRY_S = 1;
  private static final int UNKNOWN_RETRY_S = 5;
  private static final long NANOS = 1_000_000_000L;

  private final Intake intake;
  private final EventNames names;
  private final InstantSource clock;
  private final int bytesMax;
  private final Duration durableTime;
  private final Semaphore places;
  private final AtomicLong sessions = new AtomicLong();
  private final AtomicLong taken = new AtomicLong();

  EventAnswers(WebParts parts, WebLimits limits) {
    this.intake = parts.intake();
    this.names = new EventNames(parts.records(), limits.names());
    this.clock = parts.clock();
    this.bytesMax = limits.eventBytes();
    this.durableTime = limits.durableTime();
    this.places = new Semaphore(limits.events());
  }

  List<Route> routes() {
    return List.of(
        new Route(
            Route.Method.POST,
            "/api/v1/events",
            Route.Access.within(Action.EVENT_SEND),
            Route.Pace.OWN,
            List.of(FROM_SOURCE, AT_POINT, TIME, REPEATED),
            Set.of(201, 408, 409, 413, 415, 422),
            this::take));
  }

  /** How many became durable. */
  long taken() {
    return taken.get();
  }

  private Answer take(Call call) throws IOException, InterruptedException {
    if (!places.tryAcquire()) {
      return full("Too many events wait to become durable.");
    }
    try {
      return takeOne(call);
    } finally {
      places.release();
    }
  }

  private Answer takeOne(Call call) throws IOException, InterruptedException {
    Optional<String> contentType = call.contentType();
    if (contentType.isPresent() && !contentType.get().matches("[\\x20-\\x7e]{1,255}")) {
      return Answer.problem(
          Problem.of(ProblemCode.CONTENT_TYPE_INVALID, "The record has no room for it.")
              .at("Content-Type"));
    }
    Arguments arguments = call.arguments();
    String source = arguments.require(FROM_SOURCE);
    String point = arguments.require(AT_POINT);
    Optional<Answer> refusal = call.refusal(Optional.of(source));
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Optional<Problem> notAdmitted = names.admit(source, point);
    if (notAdmitted.isPresent()) {
      return Answer.problem(notAdmitted.get());
    }
    return switch (call.body(bytesMax)) {
      case Call.Body.TooLarge() ->
          Answer.problem(
              Problem.of(
                      ProblemCode.BODY_TOO_LARGE, "An event has room for " + bytesMax + " bytes.")
                  .at("body")
                  .allowing("0 to " + bytesMax + " bytes"));
      case Call.Body.TooSlow() ->
          Answer.problem(ProblemCode.TOO_SLOW_SENDER, "The body did not come to its end.");
      case Call.Body.Whole(var bytes) ->
          offer(
              new Heard(
                  WebServer.LISTENER,
                  source,
                  point,
                  null,
                  arguments.get(TIME).map(EventAnswers::instant).orElse(null),
                  clock.instant(),
                  new Payload(
                      contentType.orElse(null),
                      ByteString.of(bytes),
                      arguments.get(REPEATED).orElse(false) ? Payload.DUPLICATE : null),
                  sessions.incrementAndGet()));
    };
  }

  private Answer offer(Heard heard) throws InterruptedException {
    var fate = new CompletableFuture<Optional<String>>();
    var name = new AtomicReference<>(heard.source());
    boolean isTaken =
        intake.offer(
            heard,
            new Receipt() {
              @Override
              public void filedUnder(String source) {
                name.set(source);
              }

              @Override
              public void durable() {
                boolean _ = fate.complete(Optional.empty());
              }

              @Override
              public void refused(String reason) {
                boolean _ = fate.complete(Optional.of(reason));
              }
            });
    if (!isTaken) {
      return full("The journal takes nothing more for now; the event was not kept.");
    }
    try {
      Optional<String> reason = fate.get(durableTime.toNanos(), TimeUnit.NANOSECONDS);
      return reason.isPresent()
          ? Answer.problem(ProblemCode.EVENT_REFUSED, reason.get())
          : durable(heard, name.get());
    } catch (TimeoutException _) {
      return Answer.problem(
          Problem.of(
                  ProblemCode.NOT_DURABLE_IN_TIME,
                  "It was taken, and was not durable after " + durableTime.toMillis() + " ms.")
              .retryAfter(UNKNOWN_RETRY_S));
    } catch (ExecutionException e) {
      throw new IllegalStateException("nothing makes a fate fail", e);
    }
  }

  private Answer durable(Heard heard, String source) {
    long _ = taken.incrementAndGet();
    long received = Times.nanos(heard.receivedTime());
    var rows = new NextLink("/api/v1/records");
    rows.add(SOURCE.name(), source);
    rows.add(POINT.name(), heard.point());
    rows.add("from", Times.text(received));
    rows.add("to", Times.text(received + 1));
    return Answer.json(
        201,
        json -> {
          json.bool("durable", true);
          json.text("source", source);
          json.text("point", heard.point());
          json.text("received", Times.text(received));
          json.number("size", heard.payload().bytes().size());
          json.text("records", rows.toString());
        });
  }

  private static Answer full(String detail) {
    return Answer.problem(Problem.of(ProblemCode.INTAKE_FULL, detail).retryAfter(FULL_RETRY_S));
  }

  private static Instant instant(long nanos) {
    return Instant.ofEpochSecond(nanos / NANOS, nanos % NANOS);
  }
}
