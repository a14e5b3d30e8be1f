package dev.penstock.commanding;

import dev.penstock.cbor.Decoded;
import dev.penstock.commanding.Around.Ruled;
import dev.penstock.commanding.CommandBook.Entry;
import dev.penstock.commanding.CommandRecords.End;
import dev.penstock.conduit.Request;
import dev.penstock.conduit.Verdict;
import dev.penstock.conduit.record.DecisionRecord;
import dev.penstock.driving.Setting;
import dev.penstock.driving.WriteOutcome;
import dev.penstock.driving.supervision.Moment;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.merkle.Digest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Commands from the wish to the result. Each step is a durable record before the next: by which
 * rule it may be done and that it is wanted, then that it is dispatched, then the first byte to the
 * device, then what came of it. A command is sent once or not at all; one whose time is over is not
 * sent. Any thread; who carries a command waits, who takes one waits for the disk at most.
 *
 * <p>Req: 62443-4-2 CR 2.1, CR 2.8, CR 2.10, CR 2.12
 *
 * <p>What a crash leaves is told by the next run ({@link #resume}): a command that was not
 * dispatched never is, and of one that was nobody knows what came of it. A result that the ledger
 * has no room for is remembered like the command, over crashes too, until it has.
 */
public final class Commands {
  /** Who says nothing of its time wants it now. */
  public static final Duration WITHIN = Duration.ofSeconds(30);

  /** And where a second person must be found, as long as that takes. */
  public static final Duration WITHIN_TWO = Duration.ofMinutes(15);

  /** Nobody may want something later than this: the plant is another one by then. */
  public static final Duration WITHIN_MAX = Duration.ofHours(1);

  /** So long the memory waits to forget a result again; what takes longer is looked at later. */
  private static final Duration TOLD_WITHIN = Duration.ofSeconds(2);

  private static final String UNAGREED = "its time was over before anybody agreed";
  private static final String ANOTHER =
      "not sent: the device or the point is not the one that was agreed to any more; ask anew";
  private static final String UNRECORDED =
      "not sent: it could not be recorded in time; look at the disk of the node";

  private final Around around;

  // Guarded by this.
  private final CommandBook book;
  private final CommandDenials denials;
  private final Deciding deciding;
  private long sent;
  private long done;
  private long unknown;

  /** Whether the memory still has a result as untold that the ledger has. */
  private boolean isMemoryBehind;

  /** What is kept is kept in order, and nobody else waits for the disk meanwhile. */
  private final Object memoryLock = new Object();

  private Commands(Around around, CommandBook book) {
    this.around = around;
    this.book = book;
    this.denials = new CommandDenials(around.recorder());
    this.deciding = new Deciding(around, book, denials);
  }

  /**
   * What was done so far.
   *
   * @param done commands of which the device says that it has the value
   * @param unknown commands of which nobody knows what came of them
   * @param lost records of denials for which there was no room
   */
  public record Counts(
      int underWay, long taken, long denied, long sent, long done, long unknown, long lost) {}

  /**
   * Goes on after an earlier run, of which it ends and tells what was under way.
   *
   * @param stored what {@link Around.Memory} kept last; nothing for the first run
   * @param into gets what the operator should know of each such command
   * @throws IOException when it is none of ours: then a command could be sent twice
   */
  public static Commands resume(Around around, byte[] stored, List<String> into)
      throws IOException {
    Moment now = around.now();
    return switch (CommandBook.decode(stored, now)) {
      case Decoded.Refused<CommandBook> refused ->
          throw new IOException("what was under way cannot be read: " + refused);
      case Decoded.Value<CommandBook>(var book) -> {
        endLeftOver(book, now, into);
        var commands = new Commands(around, book);
        // That they are over is kept before it is told: it may be told twice, and never not.
        boolean _ = commands.isKept();
        commands.tellResults(TOLD_WITHIN);
        yield commands;
      }
    };
  }

  private static void endLeftOver(CommandBook book, Moment now, List<String> into) {
    for (Entry each : book.underWay()) {
      boolean isRecorded = each.phase() == Phase.REQUESTED || each.phase() == Phase.DISPATCHED;
      End end =
          each.phase() == Phase.DISPATCHED
              ? End.of(
                  new WriteOutcome.Unknown("the node ended while it was sent; read the point back"))
              : End.notSent("the node ended before it was sent, and it is not sent any more");
      each.over(end, isRecorded, now);
      if (isRecorded) {
        into.add("command " + each.id() + ": " + end.text());
      }
    }
  }

  /** Decides, and notes what may be done; who gets {@link Taken.Accepted} must carry it. */
  public Taken take(Wish wish) throws InterruptedException {
    Moment now = around.now();
    Instant until = wish.until().orElse(now.wall().plus(WITHIN));
    if (!now.wall().isBefore(until)) {
      return new Taken.Refused(Taken.Why.LATE, "its time was over when it came");
    }
    if (until.isAfter(now.wall().plus(WITHIN_MAX))) {
      return new Taken.Refused(
          Taken.Why.LATE, "its time ends more than " + WITHIN_MAX.toMinutes() + " minutes ahead");
    }
    Taken taken;
    synchronized (this) {
      isMemoryBehind |= book.isToldMore();
      taken = deciding.decide(wish, now, until);
    }
    if (taken instanceof Taken.TwoPeople two && !isAskedFor(two)) {
      return new Taken.Refused(Taken.Why.UNRECORDED, UNRECORDED);
    }
    return taken;
  }

  /** That two people are asked, durable before anybody is; false where it is given up. */
  private boolean isAskedFor(Taken.TwoPeople two) throws InterruptedException {
    Judged judged;
    synchronized (this) {
      judged = entry(two.standing().id()).judged();
    }
    RecordValue decision =
        DecisionRecord.of(judged.ruled().policy(), judged.ruled().decision(), judged.request());
    if (around.recorder().record(List.of(decision)) && isKept()) {
      return true;
    }
    endWaiting(two.standing().id(), End.notSent(UNRECORDED));
    return false;
  }

  private Entry entry(ByteString id) {
    return book.find(id).orElseThrow(() -> new IllegalStateException("no command " + id));
  }

  /** How a command stands; empty when it was forgotten, or never was. */
  public synchronized Optional<Standing> standing(ByteString id) {
    return book.find(id).map(Entry::standing);
  }

  /** Carries a command that was accepted to its end; called once for each, by one thread. */
  public Standing carry(ByteString id) throws InterruptedException {
    Wish wish;
    Judged judged;
    synchronized (this) {
      Entry entry = entry(id);
      entry.requested();
      judged = entry.judged();
      wish = entry.standing().wish().orElseThrow();
    }
    // Whatever ends this thread before the first byte, nothing was sent.
    Optional<End> stop = Optional.of(End.notSent("the node ended before it was sent"));
    try {
      stop = obstacle(id, wish, judged);
    } finally {
      if (stop.isPresent()) {
        told(id, stop.get());
      }
    }
    if (stop.isEmpty()) {
      send(id, judged);
    }
    return standing(id).orElseThrow();
  }

  /**
   * Records that it is wanted, then that it is dispatched; why it must not be sent all the same.
   */
  private Optional<End> obstacle(ByteString id, Wish wish, Judged judged)
      throws InterruptedException {
    End late = End.expired("its time was over before it could be sent");
    if (!isKept() || !around.recorder().record(CommandRecords.requested(id, wish, judged))) {
      return Optional.of(End.notSent(UNRECORDED));
    }
    if (isLate(id)) {
      return Optional.of(late);
    }
    synchronized (this) {
      entry(id).dispatched();
    }
    if (!isKept() || !around.recorder().record(CommandRecords.dispatched(id, judged))) {
      return Optional.of(End.notSent(UNRECORDED));
    }
    return isLate(id) ? Optional.of(late) : Optional.empty();
  }

  private void send(ByteString id, Judged judged) throws InterruptedException {
    Duration left;
    synchronized (this) {
      sent++;
      left = entry(id).left(around.now());
    }
    // Whatever happens in there, something may have been sent.
    End end = End.of(new WriteOutcome.Unknown("it broke off while it was sent"));
    try {
      WritablePoint point = judged.point();
      end = End.of(point.way().write(new Setting(point.spec(), judged.raw()), left));
    } finally {
      told(id, end);
    }
  }

  private synchronized boolean isLate(ByteString id) {
    return entry(id).isLate(around.now());
  }

  /**
   * A second person agreed; carries it to its end.
   *
   * @param agreement what that person was shown
   * @param approvers who agreed, without who asked
   */
  public Standing agreed(ByteString id, Digest agreement, List<ByteString> approvers)
      throws InterruptedException {
    Optional<Standing> stopped;
    synchronized (this) {
      Optional<Entry> found = book.find(id);
      if (found.isEmpty()) {
        return gone(id);
      }
      if (found.get().phase() != Phase.WAITING) {
        return found.get().standing();
      }
      stopped =
          agreedEnd(found.get(), agreement, approvers)
              .map(end -> finished(found.get(), end, false));
    }
    if (stopped.isPresent()) {
      boolean _ = isKept();
      return stopped.get();
    }
    return carry(id);
  }

  /** Why it is not done although somebody agreed; else it goes on. Guarded by this. */
  private Optional<End> agreedEnd(Entry entry, Digest agreement, List<ByteString> approvers) {
    Wish wish = entry.standing().wish().orElseThrow();
    boolean isBySecond =
        !approvers.isEmpty() && wish.asker().person().filter(approvers::contains).isEmpty();
    boolean isThis = entry.agreement().filter(due -> due.digest().equals(agreement)).isPresent();
    if (!isBySecond || !isThis) {
      return Optional.of(End.notSent("not sent: what was agreed to is not this command"));
    }
    if (entry.isLate(around.now())) {
      return Optional.of(End.expired(UNAGREED));
    }
    Judged before = entry.judged();
    Optional<WritablePoint> point = around.points().find(wish.source(), wish.point());
    if (point.filter(now -> isSame(before, wish, now)).isEmpty()) {
      return Optional.of(End.denied(ANOTHER));
    }
    Request request = before.request();
    Ruled ruled =
        around.policing().rule(request.at(Deciding.nanos(around.clock().instant())), false);
    if (ruled.decision().verdict() == Verdict.DENY) {
      return Optional.of(End.denied(deciding.denied(ruled, request).text()));
    }
    entry.agreed(new Judged(point.get(), before.raw(), request, ruled, approvers));
    return Optional.empty();
  }

  private static boolean isSame(Judged before, Wish wish, WritablePoint now) {
    return now.definition().equals(before.point().definition())
        && now.endpoint().equals(before.point().endpoint())
        && now.target().equals(before.point().target())
        && now.zone().equals(before.point().zone())
        && RawValue.of(wish.value(), now) instanceof RawValue.Fits(var raw, var asking)
        && raw.equals(before.raw())
        && asking.operation() == before.request().operation()
        && asking.parts().equals(before.request().parts());
  }

  private static Standing gone(ByteString id) {
    return new Standing(
        id,
        Optional.empty(),
        Phase.NOT_SENT,
        "the node knows it no more: it was started anew, or that was long ago",
        0,
        Optional.empty(),
        Instant.EPOCH);
  }

  /** Nobody will agree: it was refused, taken back, or could not be asked for. */
  public void withdraw(ByteString id, String why) {
    endWaiting(id, End.notSent(why));
  }

  private void endWaiting(ByteString id, End end) {
    synchronized (this) {
      Optional<Entry> waiting = book.find(id).filter(entry -> entry.phase() == Phase.WAITING);
      if (waiting.isEmpty()) {
        return;
      }
      Standing _ = finished(waiting.get(), end, false);
    }
    boolean _ = isKept();
  }

  /** Guarded by this. */
  private Standing finished(Entry entry, End end, boolean isToBeTold) {
    entry.over(end, isToBeTold, around.now());
    if (end.phase() == Phase.DONE) {
      done++;
    }
    if (end.phase() == Phase.UNKNOWN) {
      unknown++;
    }
    return entry.standing();
  }

  /** It is over, and the ledger hears it. */
  private void told(ByteString id, End end) {
    synchronized (this) {
      Standing _ = finished(entry(id), end, true);
    }
    // Kept first: what there is no room for now is told later, by the next run if need be.
    boolean _ = isKept();
    tellResults(TOLD_WITHIN);
  }

  /** Hands over each result that the ledger does not have and nobody hands over already. */
  private void tellResults(Duration within) {
    List<Entry> due;
    synchronized (this) {
      isMemoryBehind |= book.isToldMore();
      due = book.untold().stream().filter(Entry::beginTelling).toList();
    }
    for (Entry each : due) {
      End end = each.result().orElseThrow();
      around
          .recorder()
          .deliver(
              CommandRecords.result(each.id(), end),
              // The first shows how it stands; nobody waits for each of many.
              each.equals(due.getFirst()) ? within : Duration.ZERO,
              each::told);
    }
    boolean isBehind;
    synchronized (this) {
      isMemoryBehind |= book.isToldMore();
      isBehind = isMemoryBehind;
    }
    if (isBehind) {
      boolean _ = isKept();
    }
  }

  /** What is under way, durable; false when it is not, and then nothing is sent. */
  private boolean isKept() {
    synchronized (memoryLock) {
      byte[] now;
      boolean wasBehind;
      synchronized (this) {
        boolean isToldMore = book.isToldMore();
        wasBehind = isMemoryBehind || isToldMore;
        isMemoryBehind = false;
        now = book.encode();
      }
      try {
        around.memory().keep(now);
        return true;
      } catch (IOException e) {
        synchronized (this) {
          isMemoryBehind |= wasBehind;
        }
        return false;
      }
    }
  }

  /**
   * Ends what waited too long for a second person, and hands over denials, and results for which
   * there was no room; now and then.
   */
  public void tick() {
    Moment now = around.now();
    List<ByteString> late = new ArrayList<>();
    synchronized (this) {
      denials.tick(Deciding.nanos(now.wall()));
      book.underWay().stream()
          .filter(each -> each.phase() == Phase.WAITING && each.isLate(now))
          .map(Entry::id)
          .forEach(late::add);
    }
    late.forEach(id -> endWaiting(id, End.expired(UNAGREED)));
    tellResults(Duration.ZERO);
  }

  /** What was done so far. */
  public synchronized Counts counts() {
    return new Counts(
        book.underWay().size(),
        deciding.taken(),
        deciding.denied(),
        sent,
        done,
        unknown,
        denials.lost());
  }

  /** Hands over results and the denials of the minute that runs: before the node ends. */
  public void close() {
    synchronized (this) {
      denials.close();
    }
    tellResults(TOLD_WITHIN);
  }
}
