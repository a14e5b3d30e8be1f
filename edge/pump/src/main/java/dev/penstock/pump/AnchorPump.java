package dev.penstock.pump;

import dev.penstock.evidence.block.Sha256;
import dev.penstock.evidence.record.FindingMade;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.flow.CheckpointHistory;
import dev.penstock.flow.PublishedCheckpoint;
import dev.penstock.flow.anchoring.Anchor;
import dev.penstock.flow.anchoring.AnchorBook;
import dev.penstock.flow.anchoring.AnchorHead;
import dev.penstock.flow.anchoring.AnchorRow;
import dev.penstock.flow.anchoring.AnchorSchedule;
import dev.penstock.flow.anchoring.AnchorState;
import dev.penstock.flow.anchoring.AnchorStore;
import dev.penstock.flow.anchoring.Backoff;
import dev.penstock.flow.anchoring.Vouching;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.merkle.Digest;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Asks one anchor to vouch for the log's newest checkpoint, as often as its schedule says and as
 * patiently as its failures ask for, and keeps what it answers. A thread of its own does so, and
 * nobody waits for it: not the sealer, not the other anchors, and not the end of the node.
 */
public final class AnchorPump implements Closeable {
  private static final Duration TICK = Duration.ofSeconds(1);

  /** An anchor ends soon after an interrupt; one that does not is left to the virtual machine. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Anchor anchor;
  private final AnchorSchedule schedule;
  private final AnchorBook book;
  private final AnchorStore store;
  private final Heads heads;
  private final Surroundings around;
  private final RandomGenerator random;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile Optional<String> obstacle = Optional.empty();

  /** The size that the head must have which is waited for, -1 for none; the thread owns it. */
  private long wanted = -1;

  /** The look at the proofs that is under way; the thread owns it. */
  private @Nullable Renewal renewal;

  /** Where heads come from. */
  public interface Heads {
    /** The newest published checkpoint with both of the log's signatures. */
    Optional<PublishedCheckpoint> newest();

    /** Asks for a newer one, soon. */
    void want();

    /** Size of the log just behind the last block that states something, 0 for none. */
    long stated();

    /** What this log published. */
    CheckpointHistory history();

    /**
     * The finding when a head that was seen elsewhere contradicts this log; empty when it does not,
     * or is none that this log signed.
     */
    Optional<FindingMade> judged(AnchorHead ours, byte[] seen) throws IOException;
  }

  /** Who is told what became of it. Called by the anchors' threads. */
  public interface Watch {
    /**
     * An anchor vouched.
     *
     * @param failures how often it had failed in a row before
     */
    void given(AnchorRow row, int failures);

    /** An anchor was asked in vain. */
    void failed(AnchorState state);

    /** An anchor contradicts this log. */
    void contradicted(String anchor, FindingMade finding);
  }

  /**
   * What a pump has around it.
   *
   * @param statements takes records of this gateway
   */
  public record Surroundings(InstantSource clock, Statements statements, Watch watch) {}

  /** Takes what this gateway states. */
  @FunctionalInterface
  public interface Statements {
    /** False when it must be offered again later. */
    boolean offer(RecordValue value, Receipt receipt);
  }

  /**
   * A pump for an anchor, which it owns from now on.
   *
   * @param book knows the anchor
   * @param random spreads what many gateways would do at once
   */
  public AnchorPump(
      Anchor anchor,
      AnchorSchedule schedule,
      AnchorBook book,
      AnchorStore store,
      Heads heads,
      Surroundings around,
      RandomGenerator random) {
    this.anchor = anchor;
    this.schedule = schedule;
    this.book = book;
    this.store = store;
    this.heads = heads;
    this.around = around;
    this.random = random;
    this.thread = Thread.ofVirtual().name("anchor " + anchor.name()).unstarted(this::run);
  }

  /** Begins to ask, as soon as there is a checkpoint. */
  public void start() {
    thread.start();
  }

  /** What keeps answers from being kept, if something does. */
  public Optional<String> obstacle() {
    return obstacle;
  }

  private void run() {
    try {
      while (!closing.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
        step();
      }
    } catch (InterruptedException e) {
      // Only close() interrupts; what was not answered is asked again after the next start.
      Thread.currentThread().interrupt();
    }
  }

  /** Asks if it is time, and if there is something new. */
  private void step() throws InterruptedException {
    AnchorState state = book.state(anchor.name());
    long now = now();
    boolean isDue =
        schedule.isTime(state.next(), now)
            && AnchorSchedule.isNews(heads.stated(), state.givenSize());
    if (!isDue) {
      wanted = -1;
      renewIfDue(state, now);
      return;
    }
    wanted = wanted < 0 ? heads.stated() : wanted;
    Optional<PublishedCheckpoint> head = heads.newest();
    if (head.isPresent() && head.get().checkpoint().size() >= wanted) {
      wanted = -1;
      ask(head.get(), now);
    } else {
      heads.want();
    }
  }

  private void ask(PublishedCheckpoint newest, long now) throws InterruptedException {
    var head = new AnchorHead(newest.checkpoint(), newest.note());
    try {
      switch (anchor.vouch(head, store.memory(anchor.name()))) {
        case Vouching.Given given -> given(head, nanos(newest.time()), given, now);
        case Vouching.Refused(var why) -> failed(head, why);
        case Vouching.Contradicted answer -> {
          contradicted(head, answer);
          failed(head, answer.why());
        }
      }
    } catch (IOException e) {
      failed(head, text(e));
    } catch (RuntimeException e) {
      // The loop's owner: a fault of one anchor's code must not end the others' day, nor its own.
      failed(head, "it failed in a way that it should not: " + e);
    }
  }

  private void given(AnchorHead head, long askedAt, Vouching.Given given, long now)
      throws IOException {
    AnchorRow row = store.given(head, anchor.kind(), anchor.name(), now(), given);
    int failures = book.state(anchor.name()).failures();
    long renewBy = anchor.renewBy(given.proof().bytes());
    book.given(row, askedAt, renewBy, schedule.after(now));
    save();
    around.watch().given(row, failures);
  }

  private void failed(AnchorHead head, String why) {
    int failures = book.state(anchor.name()).failures() + 1;
    Duration wait = Backoff.DEFAULT.after(failures, random);
    long now = now();
    if (book.failed(anchor.name(), why, now, wait)) {
      try {
        AnchorRow _ = store.failed(head, anchor.kind(), anchor.name(), now, shortened(why));
      } catch (IOException e) {
        obstacle = Optional.of(text(e));
      }
    }
    save();
    around.watch().failed(book.state(anchor.name()));
  }

  /** A row is small; who wants all of it finds it in the log of the node. */
  private static String shortened(String why) {
    int end = Math.min(why.length(), 400);
    return why.substring(0, Character.isHighSurrogate(why.charAt(end - 1)) ? end - 1 : end);
  }

  /** The finding is durable before it is remembered that it was made. */
  private void contradicted(AnchorHead head, Vouching.Contradicted answer)
      throws IOException, InterruptedException {
    Digest note = Sha256.of(answer.known().bytes());
    if (book.state(anchor.name()).contradiction().filter(note::equals).isPresent()) {
      return;
    }
    Optional<FindingMade> judged = heads.judged(head, answer.known().bytes());
    if (judged.isEmpty()) {
      return;
    }
    FindingMade finding = judged.get();
    around.watch().contradicted(anchor.name(), finding);
    var durable = new CountDownLatch(1);
    var refused = new AtomicReference<>("");
    var receipt =
        new Receipt() {
          @Override
          public void durable() {
            durable.countDown();
          }

          @Override
          public void refused(String reason) {
            refused.set(reason);
            durable.countDown();
          }
        };
    while (!around.statements().offer(finding, receipt)) {
      if (closing.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    }
    durable.await();
    if (refused.get().isEmpty()) {
      book.contradicted(anchor.name(), note);
    }
  }

  /** Gives the next of the anchor's proofs new force that needs it, one in each call. */
  private void renewIfDue(AnchorState state, long now) throws InterruptedException {
    boolean isPatient = state.failures() > 0 && !schedule.isTime(state.next(), now);
    if (now < state.renewal() || isPatient) {
      return;
    }
    Renewal pass = renewal;
    if (pass == null) {
      pass = new Renewal(anchor, store, heads.history(), now);
      renewal = pass;
    }
    try {
      Optional<Renewal.Due> due = pass.step();
      if (due.isPresent()) {
        renew(pass, due.get());
      } else if (pass.isDone()) {
        renewal = null;
        book.renewed(anchor.name(), pass.earliest());
        save();
      }
    } catch (IOException e) {
      failedToRenew(text(e));
    } catch (RuntimeException e) {
      // As where it is asked.
      failedToRenew("it failed in a way that it should not: " + e);
    }
  }

  private void renew(Renewal pass, Renewal.Due due) throws IOException, InterruptedException {
    switch (anchor.renew(due.head(), due.proof().bytes())) {
      case Vouching.Given given -> {
        AnchorRow next = store.replaced(due.row(), now(), given);
        pass.passed(anchor.renewBy(given.proof().bytes()));
        around.watch().given(next, 0);
      }
      case Vouching.Refused(var why) -> failedToRenew(why);
      case Vouching.Contradicted(var why, var _) -> failedToRenew(why);
    }
  }

  private void failedToRenew(String why) {
    AnchorState state = book.state(anchor.name());
    Duration wait = Backoff.DEFAULT.after(state.failures() + 1, random);
    boolean _ = book.failed(anchor.name(), "a proof was not renewed: " + why, now(), wait);
    save();
    around.watch().failed(book.state(anchor.name()));
  }

  /** One at a time, so that an older book never replaces a newer one. */
  private void save() {
    synchronized (book) {
      try {
        store.book(book.encode());
        obstacle = Optional.empty();
      } catch (IOException e) {
        obstacle = Optional.of(text(e));
      }
    }
  }

  private long now() {
    return nanos(around.clock().instant());
  }

  private static long nanos(Instant time) {
    return Math.max(0, time.getEpochSecond()) * 1_000_000_000L + time.getNano();
  }

  private static String text(IOException e) {
    String message = e.getMessage();
    return message == null || message.isBlank() ? e.toString() : message;
  }

  /** Interrupts what is under way. */
  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
    try {
      boolean _ = thread.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
