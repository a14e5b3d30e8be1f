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
import dev.penstock.conduit.Verdict;
import dev.penstock.driving.Intended;
import dev.penstock.driving.supervision.Moment;
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
  Taken decide(Wish wish, Moment now, Instant until) {
    ByteString id =
        wish.key().map(key -> CommandRecords.id(wish.asker(), key)).orElseGet(this::any);
    ByteString mark = CommandRecords.mark(wish);
    book.forget(now.nanos());
    Optional<Entry> known = book.find(id);
    if (known.isPresent()) {
      return known.get().mark().equals(mark)
          ? new Taken.Known(known.get().standing())
          : new Taken.Refused(Taken.Why.KEY_USED, "its key was used for another command");
    }
    if (!book.hasRoomUnderWay()) {
      return new Taken.Refused(
          Taken.Why.FULL,
          "too many commands are under way, or have results that are not recorded; try again");
    }
    if (!book.makeRoom(wish)) {
      return new Taken.Refused(
          Taken.Why.FULL,
          "too many commands came within the last hour whose keys must be remembered; try again"
              + " later");
    }
    Optional<WritablePoint> found = around.points().find(wish.source(), wish.point());
    if (found.isEmpty()) {
      return nowhere(wish, now);
    }
    WritablePoint point = found.get();
    return switch (RawValue.of(wish.value(), point)) {
      case RawValue.Unfit(var text) -> new Taken.Refused(Taken.Why.UNFIT, text);
      case RawValue.Forbidden(var asking, var text) -> {
        Request request = request(wish, point, asking, now);
        // It passes in no case, so it takes nothing from a rate.
        Ruled ruled = around.policing().rule(request, false);
        yield ruled.decision().verdict() == Verdict.DENY
            ? denied(ruled, request)
            : forbidden(ruled, request, text);
      }
      case RawValue.Fits(var raw, var asking) -> {
        Request request = request(wish, point, asking, now);
        Ruled ruled = around.policing().rule(request, true);
        yield ruled(wish, id, mark, until, new Judged(point, raw, request, ruled, List.of()));
      }
    };
  }

  private ByteString any() {
    byte[] id = new byte[16];
    around.random().nextBytes(id);
    return ByteString.of(id);
  }

  /** As the bytes that are sent would be judged on their way: the driver says what they do. */
  private static Request request(
      Wish wish, WritablePoint point, Intended.Asking asking, Moment now) {
    return new Request(
        wish.asker().zone().orElse(NOWHERE),
        point.zone(),
        point.protocol(),
        Optional.of(wish.asker().identity()),
        wish.asker().peer(),
        asking.operation(),
        asking.function(),
        asking.parts(),
        nanos(now.wall()));
  }

  static long nanos(Instant at) {
    return Math.max(0, at.getEpochSecond() * 1_000_000_000L + at.getNano());
  }

  /** Who looks for points that are not there is denied like who asks for others' points. */
  private Taken nowhere(Wish wish, Moment now) {
    Request request =
        Request.of(
            wish.asker().zone().orElse(NOWHERE),
            NOWHERE,
            NOWHERE,
            Optional.of(wish.asker().identity()),
            wish.asker().peer(),
            Operation.WRITE,
            Part.of(new Target.Name(wish.source() + "/" + wish.point())),
            nanos(now.wall()));
    Taken.Refused _ = denied(around.policing().rule(request, true), request);
    return new Taken.Refused(
        Taken.Why.UNKNOWN_POINT, "no device that is connected has such a point");
  }

  Taken.Refused denied(Ruled ruled, Request request) {
    denied++;
    denials.deny(ruled, request);
    String rule = ruled.decision().rule() == null ? "" : " " + ruled.decision().rule();
    return new Taken.Refused(
        Taken.Why.DENIED,
        "the policy does not let %s in zone '%s' write this in zone '%s': %s%s"
            .formatted(
                named(request.asker()),
                request.from(),
                request.to(),
                ruled.decision().cause().word(),
                rule));
  }

  /** A person's pseudonym tells a reader nothing; the record of the request has it. */
  private static String named(String identity) {
    return identity.startsWith(Asker.PERSON) ? "a person" : "'" + identity + "'";
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

  private Taken ruled(Wish wish, ByteString id, ByteString mark, Instant until, Judged judged) {
    return switch (judged.ruled().decision().verdict()) {
      case DENY -> denied(judged.ruled(), judged.request());
      case NEEDS_TWO_PEOPLE ->
          wish.asker().person().isPresent() ? waiting(wish, id, mark, judged) : alone(judged);
      case ALLOW -> {
        Entry entry = book.begin(id, mark, wish, until, around.now());
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

  private Taken waiting(Wish wish, ByteString id, ByteString mark, Judged judged) {
    Moment now = around.now();
    Instant until = wish.until().orElse(now.wall().plus(Commands.WITHIN_TWO));
    Entry entry = book.begin(id, mark, wish, until, now);
    entry.judged(judged);
    WritablePoint point = judged.point();
    Agreement agreement =
        Agreement.of(judged.ruled().policy(), judged.ruled().decision(), judged.request())
            .of(new Agreement.Device(point.endpoint(), point.definition()));
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
