package dev.penstock.notices.send;

import dev.penstock.notices.Errand;
import dev.penstock.notices.NoticeBoard;
import dev.penstock.notices.NoticeBoard.Acknowledging;
import dev.penstock.notices.NoticeBoard.ChannelState;
import dev.penstock.notices.NoticeBoard.Raising;
import dev.penstock.notices.NoticeKey;
import dev.penstock.notices.NoticeKind;
import dev.penstock.notices.Severity;
import dev.penstock.notices.Standing;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The threads behind a board: one looks once a second what is due, and each channel has one that
 * sends, so that a slow mail server delays no trap. Whoever raises a notice never waits for a
 * sender. Safe for use by several threads.
 */
public final class NoticePump implements AutoCloseable {
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** A sender that does not notice an interruption is left behind after this. */
  private static final Duration END_MAX = Duration.ofSeconds(5);

  private final NoticeBoard board;
  private final NoticeStore store;
  private final Duration look;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Channel> channels = new ArrayList<>();
  private final Thread looking;
  private final CountDownLatch closing = new CountDownLatch(1);

  /** Tests that somebody waits for, by message id; bounded by the channels. */
  private final Map<Long, CompletableFuture<Tested>> tests = new ConcurrentHashMap<>();

  /** Owned by the looking thread, after it ended by who closes. */
  private long keptRevision = -1;

  private volatile Optional<String> obstacle = Optional.empty();

  /** One channel's thread, and the message that waits for it. */
  private record Channel(String name, BlockingQueue<Errand> next, Thread thread) {}

  /** What came of a test. */
  public sealed interface Tested {
    /** The channel took it. */
    record Taken(String note) implements Tested {}

    /** It did not. */
    record NotTaken(String why) implements Tested {}

    /** There is no such channel. */
    record Unknown(List<String> channels) implements Tested {}

    /** It is not known yet. */
    record Waiting() implements Tested {}
  }

  /**
   * Not running yet.
   *
   * @param board which nobody else touches from now on
   * @param senders by the names of the board's channels
   */
  public NoticePump(NoticeBoard board, Map<String, NoticeSender> senders, NoticeStore store) {
    this(board, senders, store, LOOK);
  }

  NoticePump(
      NoticeBoard board, Map<String, NoticeSender> senders, NoticeStore store, Duration look) {
    this.board = board;
    this.store = store;
    this.look = look;
    for (ChannelState each : board.channels()) {
      NoticeSender sender = senders.get(each.name());
      if (sender == null) {
        throw new IllegalArgumentException("no sender for channel " + each.name());
      }
      // The board gives out one message of a channel at a time.
      var next = new ArrayBlockingQueue<Errand>(1);
      Thread thread =
          Thread.ofVirtual().name("notice-" + each.name()).unstarted(() -> sendAll(next, sender));
      boolean _ = channels.add(new Channel(each.name(), next, thread));
    }
    looking = Thread.ofVirtual().name("notices").unstarted(this::lookAll);
  }

  public void start() {
    channels.forEach(each -> each.thread().start());
    looking.start();
  }

  private void lookAll() {
    try {
      do {
        for (Errand each : due()) {
          hand(each);
        }
      } while (!closing.await(look.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What is due now, after it is kept: an id is never given to two messages. */
  private List<Errand> due() {
    List<Errand> due = locked(board::due);
    keep();
    return due;
  }

  private void keep() {
    long revision = locked(board::revision);
    if (revision == keptRevision) {
      return;
    }
    // It may be newer than the revision; then it is kept once more.
    byte[] state = locked(board::encode);
    try {
      store.keep(state);
      keptRevision = revision;
      obstacle = Optional.empty();
    } catch (IOException e) {
      // Telling goes on: it may be about this very disk.
      obstacle = Optional.of("what was told cannot be kept: " + e.getMessage());
    }
  }

  private void hand(Errand errand) {
    for (Channel each : channels) {
      if (each.name().equals(errand.channel()) && !each.next().offer(errand)) {
        locked(() -> board.failed(errand, "its sender is busy"));
      }
    }
  }

  private void sendAll(BlockingQueue<Errand> next, NoticeSender sender) {
    try {
      while (closing.getCount() > 0) {
        Errand errand = next.take();
        end(errand, send(errand, sender));
      }
    } catch (InterruptedException e) {
      // The end; what is under way is tried again after the next start.
      Thread.currentThread().interrupt();
    }
  }

  /** How one try ended. */
  private sealed interface Try {
    record Ended(Sending sending) implements Try {}

    record Failed(String why) implements Try {}
  }

  private static Try send(Errand errand, NoticeSender sender) throws InterruptedException {
    try {
      return new Try.Ended(sender.send(errand));
    } catch (IOException e) {
      return new Try.Failed(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      // The loop's owner: a fault of one sender must not end telling.
      return new Try.Failed("a fault of ours: " + e);
    }
  }

  private void end(Errand errand, Try end) {
    Tested tested =
        switch (end) {
          case Try.Ended(Sending.Taken(var note)) -> {
            locked(() -> board.sent(errand));
            yield new Tested.Taken(note);
          }
          case Try.Ended(Sending.Refused(var why)) -> {
            locked(() -> board.refused(errand, why));
            yield new Tested.NotTaken(why);
          }
          case Try.Failed(var why) -> {
            locked(() -> board.failed(errand, why));
            yield new Tested.NotTaken(why);
          }
        };
    CompletableFuture<Tested> waiting = tests.remove(errand.id());
    if (waiting != null) {
      boolean _ = waiting.complete(tested);
    }
  }

  private void locked(Runnable what) {
    lock.lock();
    try {
      what.run();
    } finally {
      lock.unlock();
    }
  }

  private <T> T locked(Supplier<T> what) {
    lock.lock();
    try {
      return what.get();
    } finally {
      lock.unlock();
    }
  }

  /** As {@link NoticeBoard#raise(NoticeKind, String, Severity, String)}. */
  public Raising raise(NoticeKind kind, String subject, Severity severity, String text) {
    return locked(() -> board.raise(kind, subject, severity, text));
  }

  /** As {@link NoticeBoard#raise(NoticeKind, String, String)}. */
  public Raising raise(NoticeKind kind, String subject, String text) {
    return locked(() -> board.raise(kind, subject, text));
  }

  /** As {@link NoticeBoard#clear}. */
  public boolean clear(NoticeKind kind, String subject) {
    return locked(() -> board.clear(kind, subject));
  }

  /** As {@link NoticeBoard#settle}. */
  public void settle(NoticeKind kind, Map<String, String> texts) {
    locked(() -> board.settle(kind, texts));
  }

  /** As {@link NoticeBoard#acknowledge}. */
  public Acknowledging acknowledge(NoticeKey key, String by) {
    return locked(() -> board.acknowledge(key, by));
  }

  public List<Standing> open() {
    return locked(board::open);
  }

  public List<ChannelState> channels() {
    return locked(board::channels);
  }

  /** Why what was told is not kept, if so. */
  public Optional<String> obstacle() {
    return obstacle;
  }

  /**
   * Sends a test by a channel and waits for what comes of it.
   *
   * @param by a pseudonym, or what else asked
   */
  public Tested test(String channel, String by, Duration wait) throws InterruptedException {
    var answer = new CompletableFuture<Tested>();
    Optional<Long> id =
        locked(() -> {
          Optional<Long> made = board.test(channel, by);
          made.ifPresent(each -> tests.put(each, answer));
          return made;
        });
    if (id.isEmpty()) {
      return new Tested.Unknown(channels().stream().map(ChannelState::name).toList());
    }
    try {
      return answer.get(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new Tested.Waiting();
    } catch (ExecutionException e) {
      throw new IllegalStateException("nobody ends a test with a failure", e);
    } finally {
      var _ = tests.remove(id.get());
    }
  }

  @Override
  public void close() {
    closing.countDown();
    looking.interrupt();
    channels.forEach(each -> each.thread().interrupt());
    boolean wasInterrupted = !ended(looking);
    for (Channel each : channels) {
      wasInterrupted |= !ended(each.thread());
    }
    keep();
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** False when somebody interrupted the wait. */
  private static boolean ended(Thread thread) {
    try {
      boolean _ = thread.getState() == Thread.State.NEW || thread.join(END_MAX);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }
}
