package dev.penstock.modbus;

import dev.penstock.driving.LinkException;
import dev.penstock.driving.Sink;
import dev.penstock.driving.Turns;
import dev.penstock.framesmodbus.ExceptionCode;
import dev.penstock.framesmodbus.Response.ExceptionResponse;
import dev.penstock.framesmodbus.plan.Fetch;
import dev.penstock.points.Quality;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * One reading of a plan. Each point is told exactly once: with its value, or why there is none.
 *
 * <p>A unit that is silent takes its own points with it. That a whole link is dead is found out by
 * asking: where a reading got no answer at all, units that answered before are asked once more,
 * until one does, or none is left.
 *
 * <p>Req: 62443-4-2 CR 7.1
 */
final class Round {
  private final Wire wire;
  private final Units units;
  private final PlannedReading reading;
  private final Sink sink;
  private final Turns turns;
  private final LongSupplier nanoTime;
  private final Tally tally;
  private final ArrayDeque<Fetch> due;
  private final Map<Integer, Fetch> underWay = new LinkedHashMap<>();
  private boolean hadAnswer;
  private String silence = "";

  Round(
      Wire wire,
      Units units,
      PlannedReading reading,
      Sink sink,
      Turns turns,
      LongSupplier nanoTime,
      Tally tally) {
    this.wire = wire;
    this.units = units;
    this.reading = reading;
    this.sink = sink;
    this.turns = turns;
    this.nanoTime = nanoTime;
    this.tally = tally;
    this.due = new ArrayDeque<>(reading.begin(nanoTime.getAsLong(), sink));
  }

  void run() throws LinkException, InterruptedException {
    try {
      send();
      while (!underWay.isEmpty()) {
        take(wire.next());
        if (underWay.isEmpty() && !due.isEmpty() && turns.areWanted() && !turns.give()) {
          return;
        }
        send();
      }
    } finally {
      underWay.keySet().forEach(wire::forget);
    }
    if (!hadAnswer && !silence.isEmpty()) {
      findWitness();
    }
  }

  private void send() throws LinkException, InterruptedException {
    while (underWay.size() < wire.window() && !due.isEmpty() && mayBegin()) {
      Fetch next = due.getFirst();
      if (units.isDoubtful(next.unit()) && isUnderWay(next.unit())) {
        return; // one request shows whether it is there again
      }
      due.removeFirst();
      if (!units.isDue(next.unit())) {
        reading.tell(next, Quality.NO_COMMUNICATION, sink);
      } else if (units.isLacking(next.unit(), next.table())) {
        reading.tell(next, Quality.CONFIGURATION_ERROR, sink);
      } else {
        underWay.put(wire.send(next.unit(), next.request()), next);
      }
    }
  }

  /** Who waits, waits for what is under way and no longer; after a turn one is always begun. */
  private boolean mayBegin() {
    return underWay.isEmpty() || !turns.areWanted();
  }

  private boolean isUnderWay(int unit) {
    return underWay.values().stream().anyMatch(each -> each.unit() == unit);
  }

  private void take(Came came) throws LinkException {
    Fetch fetch = Objects.requireNonNull(underWay.remove(came.ticket()), "a ticket of ours");
    switch (came) {
      case Came.Answer(_, ExceptionResponse(_, var code)) -> {
        answered();
        tally.exceptions.increment();
        refused(fetch, code);
      }
      case Came.Answer(_, var response) -> {
        answered();
        units.answered(fetch.unit(), fetch.request());
        reading.tell(fetch, response, sink);
      }
      case Came.Garbled _ -> {
        answered();
        units.answered(fetch.unit());
        reading.tell(fetch, Quality.DEVICE_FAILURE, sink);
      }
      case Came.Silence(_, var reason) -> silent(fetch, reason);
    }
  }

  private void answered() {
    hadAnswer = true;
    sink.answered();
  }

  private void refused(Fetch fetch, int code) {
    int quality = Refusals.qualityOf(code);
    if (Refusals.isOfGateway(code)) {
      units.unreachable(fetch.unit());
      reading.tell(fetch, quality, sink);
      return;
    }
    units.answered(fetch.unit());
    if (code == ExceptionCode.ILLEGAL_FUNCTION.code()) {
      units.lacks(fetch.unit(), fetch.table());
    } else if (ExceptionCode.of(code).filter(ExceptionCode::isOfWhatWasAsked).isPresent()) {
      List<Fetch> instead = reading.refused(fetch, quality, nanoTime.getAsLong());
      if (!instead.isEmpty()) {
        instead.reversed().forEach(due::addFirst);
        return;
      }
    }
    reading.tell(fetch, quality, sink);
  }

  /** Whatever else it was asked is not waited for. */
  private void silent(Fetch fetch, String reason) throws LinkException {
    silence = reason;
    reading.tell(fetch, Quality.NO_COMMUNICATION, sink);
    var others = underWay.entrySet().iterator();
    while (others.hasNext()) {
      Map.Entry<Integer, Fetch> other = others.next();
      if (other.getValue().unit() == fetch.unit()) {
        wire.forget(other.getKey());
        reading.tell(other.getValue(), Quality.NO_COMMUNICATION, sink);
        others.remove();
      }
    }
    silent(fetch.unit());
  }

  private void silent(int unit) throws LinkException {
    units.silent(unit);
    if (units.areAllSilent()) {
      throw new LinkException(
          units.count() == 1
              ? "unit " + unit + ": " + silence
              : "none of " + units.count() + " units answers; unit " + unit + ": " + silence);
    }
  }

  /** Each turn either ends this, or makes one more unit a silent one. */
  private void findWitness() throws LinkException, InterruptedException {
    var witness = units.witness();
    while (witness.isPresent()) {
      int unit = witness.get().unit();
      int _ = wire.send(unit, witness.get().request());
      if (!(wire.next() instanceof Came.Silence)) {
        units.answered(unit);
        return;
      }
      silent(unit);
      witness = units.witness();
    }
  }
}
