package dev.penstock.commanding;

import dev.penstock.commanding.Around.Ruled;
import dev.penstock.commanding.CommandBook.Entry;
import dev.penstock.conduit.Agreement;
import dev.penstock.conduit.Cause;
import dev.penstock.conduit.Decision;
import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Part;
import dev.penstock.conduit.Request;
import dev.penstock.conduit.Target;
import dev.penstock.conduit.Values;
import dev.penstock.conduit.Verdict;
import dev.penstock.evidence.record.ByteString;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is said to a command when it comes: known, refused, denied, for two people, or to be done.
 * Its owner has a lock.
 *
 * <p>Req: 62443-4-2 CR 2.1, NDR 5.2
 */
final class Deciding {
  /** No id of a zone and no name of a protocol. */
  private static final String NOWHERE = "?";

  private final Around around;
  private final CommandBook book;
  private final CommandDenials denials;
  private long taken;
  private long denied;

  Deciding(Around around, CommandBook book, CommandDenials denials) {
    this.around = around;
    this.book = book;
    this.denials = denials;
  }

  /** Decides, and notes what may be done. */
  Taken decide(Wish wish, Instant now, Instant until) {
    ByteString id =
        wish.key().map(key -> CommandRecords.id(wish.asker(), key)).orElseGet(this::any);
    ByteString mark = CommandRecords.mark(wish);
    book.forget(now);
    Optional<Entry> known = book.find(id);
    if (known.isPresent()) {
      return known.get().mark().equals(mark)
          ? new Taken.Known(known.get().standing())
          : new Taken.Refused(Taken.Why.KEY_USED, "its key was used for another command");
    }
    if (!book.makeRoom(now)) {
      return new Taken.Refused(Taken.Why.FULL, "too many commands are under way; try again");
    }
    Optional<WritablePoint> found = around.points().find(wish.source(), wish.point());
    if (found.isEmpty()) {
      return nowhere(wish, now);
    }
    WritablePoint point = found.get();
    return switch (RawValue.of(wish.value(), point)) {
      case RawValue.Unfit(var text) -> new Taken.Refused(Taken.Why.UNFIT, text);
      case RawValue.Forbidden(var _, var judged, var text) -> {
        Request request = request(wish, point, judged, now);
        // It passes in no case, so it takes nothing from a rate.
        Ruled ruled = around.policing().rule(request, false);
        yield ruled.decision().verdict() == Verdict.DENY
            ? denied(ruled, request)
            : forbidden(ruled, request, text);
      }
      case RawValue.Fits(var raw, var values) -> {
        Request request = request(wish, point, values, now);
        Ruled ruled = around.policing().rule(request, true);
        yield ruled(wish, id, mark, until, new Judged(point, raw, request, ruled, List.of()), now);
      }
    };
  }

  private ByteString any() {
    byte[] id = new byte[16];
    around.random().nextBytes(id);
    return ByteString.of(id);
  }

  private Request request(Wish wish, WritablePoint point, Values values, Instant now) {
    return Request.of(
        wish.asker().zone().orElse(NOWHERE),
        point.zone(),
        point.protocol(),
        Optional.of(wish.asker().identity()),
        wish.asker().peer(),
        Operation.WRITE,
        new Part(point.target(), values),
        nanos(now));
  }

  static long nanos(Instant at) {
    return Math.max(0, at.getEpochSecond() * 1_000_000_000L + at.getNano());
  }

  /** Who looks for points that are not there is denied like who asks for others' points. */
  private Taken nowhere(Wish wish, Instant now) {
    Request request =
        Request.of(
            wish.asker().zone().orElse(NOWHERE),
            NOWHERE,
            NOWHERE,
            Optional.of(wish.asker().identity()),
            wish.asker().peer(),
            Operation.WRITE,
            Part.of(new Target.Name(wish.source() + "/" + wish.point())),
            nanos(now));
    Taken.Refused _ = denied(around.policing().rule(request, true), request);
    return new Taken.Refused(
        Taken.Why.UNKNOWN_POINT, "no device that is connected has such a point");
  }

  Taken.Refused denied(Ruled ruled, Request request) {
    denied++;
    denials.deny(ruled, request);
    String rule = ruled.decision().rule() == null ? "" : ", rule " + ruled.decision().rule();
    return new Taken.Refused(
        Taken.Why.DENIED,
        "the policy does not let '%s' in zone '%s' write this in zone '%s': %s%s"
            .formatted(
                request.asker(),
                request.from(),
                request.to(),
                ruled.decision().cause().word(),
                rule));
  }

  /** What the policy lets and the point's own limits do not: nothing allows it. */
  private Taken forbidden(Ruled ruled, Request request, String text) {
    denied++;
    denials.deny(
        new Ruled(
            ruled.policy(),
            new Decision(Verdict.DENY, Cause.NO_RULE, ruled.decision().channel(), null)),
        request);
    return new Taken.Refused(Taken.Why.DENIED, text);
  }

  private Taken ruled(
      Wish wish, ByteString id, ByteString mark, Instant until, Judged judged, Instant now) {
    return switch (judged.ruled().decision().verdict()) {
      case DENY -> denied(judged.ruled(), judged.request());
      case NEEDS_TWO_PEOPLE ->
          wish.asker().person().isPresent() ? waiting(wish, id, mark, judged, now) : alone(judged);
      case ALLOW -> {
        Entry entry = book.begin(id, mark, wish, until);
        entry.judged(judged);
        taken++;
        yield new Taken.Accepted(entry.standing());
      }
    };
  }

  /** A program asks for what takes two people: it is none of them. */
  private Taken alone(Judged judged) {
    denied++;
    denials.deny(judged.ruled(), judged.request());
    return new Taken.Refused(
        Taken.Why.DENIED,
        "rule "
            + judged.ruled().decision().rule()
            + " wants two people, and no person asks: sign in to ask for it");
  }

  private Taken waiting(Wish wish, ByteString id, ByteString mark, Judged judged, Instant now) {
    Entry entry = book.begin(id, mark, wish, wish.until().orElse(now.plus(Commands.WITHIN_TWO)));
    entry.judged(judged);
    Agreement agreement =
        Agreement.of(judged.ruled().policy(), judged.ruled().decision(), judged.request());
    entry.waitsFor(agreement);
    taken++;
    return new Taken.TwoPeople(entry.standing(), agreement);
  }

  /** So many were taken. */
  long taken() {
    return taken;
  }

  /** So many were denied. */
  long denied() {
    return denied;
  }
}
