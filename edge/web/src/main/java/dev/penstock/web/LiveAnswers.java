package dev.penstock.web;

import dev.penstock.access.Action;
import dev.penstock.flow.live.LiveBoard;
import dev.penstock.flow.live.NewestHeard;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Call;
import dev.penstock.web.internal.call.Parameter;
import dev.penstock.web.internal.call.Problem;
import dev.penstock.web.internal.call.ProblemCode;
import dev.penstock.web.internal.call.Route;
import dev.penstock.web.internal.call.Sight;
import dev.penstock.web.internal.call.Times;
import dev.penstock.web.internal.form.RecordForm;
import dev.penstock.web.internal.form.ValueForm;
import dev.penstock.web.internal.json.JsonWriter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Values and the node's state as they come, as server-sent events (WHATWG HTML §9.2): once a
 * second, so that a point that changes a hundred times is sent once. What a screen missed is not
 * sent again; the rows have it.
 */
final class LiveAnswers {
  private static final Parameter<String> SOURCE = Parameter.word("source");
  private static final String EVENTS = "text/event-stream";

  /** A screen that gets more in a second shows the rest in the next. */
  private static final int VALUES_MAX = 5_000;

  private static final long PERIOD_MS = 1_000;
  private static final int RETRY_S = 5;

  private static final String ALIVE = ": alive\n\n";

  /** A browser asks again after so long when the stream breaks. */
  private static final String OPENING = "retry: 3000\n\n";

  private final LiveBoard board;
  private final NodeAnswers node;
  private final InstantSource clock;
  private final CountDownLatch ended = new CountDownLatch(1);

  LiveAnswers(WebParts parts) {
    this.board = parts.live();
    this.node = new NodeAnswers(parts, List::of);
    this.clock = parts.clock();
  }

  List<Route> routes() {
    return List.of(
        new Route(
            Route.Method.GET,
            "/api/v1/live",
            Route.Access.within(Action.LIVE_VIEW),
            Route.Pace.OWN,
            List.of(SOURCE),
            Set.of(200),
            this::live));
  }

  /** Lets all streams end. */
  void end() {
    ended.countDown();
  }

  private Answer live(Call call) {
    Optional<LiveBoard.Look> look = board.look();
    if (look.isEmpty()) {
      return Answer.problem(
          Problem.of(ProblemCode.BUSY, LiveBoard.LOOKS_MAX + " screens are looking already.")
              .retryAfter(RETRY_S));
    }
    return Answer.streamed(
        200,
        EVENTS,
        new Stream(look.get(), call.arguments().get(SOURCE), call::sight, call::isStillAllowed));
  }

  /** One screen's. */
  private final class Stream implements Answer.Stream {
    private final LiveBoard.Look look;
    private final Optional<String> source;
    private final Supplier<Sight> sight;
    private final BooleanSupplier isStillAllowed;

    Stream(
        LiveBoard.Look look,
        Optional<String> source,
        Supplier<Sight> sight,
        BooleanSupplier isStillAllowed) {
      this.look = look;
      this.source = source;
      this.sight = sight;
      this.isStillAllowed = isStillAllowed;
    }

    /** A screen that is gone shows when it is written to, so at the latest after a period. */
    @Override
    public void to(OutputStream out) throws IOException {
      out.write(OPENING.getBytes(StandardCharsets.UTF_8));
      try {
        do {
          Sight now = sight.get();
          List<NewestHeard> changed =
              look.changed(
                  name -> (source.isEmpty() || source.get().equals(name)) && now.reaches(name),
                  VALUES_MAX);
          if (!changed.isEmpty()) {
            send(out, "values", values(changed));
          }
          if (now.isWhole()) {
            send(out, "state", node.state().body());
          } else {
            // The node's state is of no zone; a screen sees by this that somebody is there.
            out.write(ALIVE.getBytes(StandardCharsets.UTF_8));
          }
          out.flush();
        } while (!ended.await(PERIOD_MS, TimeUnit.MILLISECONDS) && isStillAllowed.getAsBoolean());
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("the stream was told to end");
      }
    }

    @Override
    public void end() {
      look.close();
    }
  }

  /** The data is one line, with its end. */
  private static void send(OutputStream out, String event, byte[] data) throws IOException {
    out.write(("event: " + event + "\ndata: ").getBytes(StandardCharsets.UTF_8));
    out.write(data);
    out.write('\n');
  }

  private byte[] values(List<NewestHeard> changed) {
    var json = new JsonWriter();
    json.object();
    json.text("time", Times.text(Times.nanos(clock.instant())));
    json.array("items");
    for (NewestHeard each : changed) {
      json.object();
      json.text("source", each.source());
      json.text("point", each.point());
      json.text("time", Times.text(each.receivedNanos()));
      RecordForm.quality(json, each.quality());
      ValueForm.glance(json, "value", each.value());
      json.end();
    }
    json.end();
    json.end();
    return json.toBytes();
  }
}
