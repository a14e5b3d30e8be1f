package dev.penstock.node.gateway;

import dev.penstock.commanding.Around;
import dev.penstock.commanding.CommandDesk;
import dev.penstock.commanding.Commands;
import dev.penstock.commanding.Standing;
import dev.penstock.commanding.Taken;
import dev.penstock.commanding.Wish;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.merkle.Digest;
import dev.penstock.modbusproxy.Recorder;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The commands to devices: a thread for each that is under way, of which there are only so many.
 * Where what an earlier run left cannot be read, no command is taken: it could be sent twice.
 */
public final class DeviceCommands implements CommandDesk, Closeable {
  static final String NOTE = "commands";

  private static final int NOTE_BYTES_MAX = 1 << 19;
  private static final Duration RECORD_LIMIT = Duration.ofSeconds(2);
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Duration ENDS = Duration.ofSeconds(5);

  private final Gateway.Ground ground;
  private final DeviceLinks devices;
  private final Enforcement enforcement;
  private final @Nullable Commands commands;
  private final Optional<String> obstacle;
  private final List<String> remarks = new ArrayList<>();
  private final ConcurrentHashMap<ByteString, Thread> carriers = new ConcurrentHashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread looking;

  DeviceCommands(Gateway.Ground ground, DeviceLinks devices, Enforcement enforcement) {
    this.ground = ground;
    this.devices = devices;
    this.enforcement = enforcement;
    Commands opened = null;
    Optional<String> found = Optional.empty();
    try {
      opened = Commands.resume(around(), ground.notes().read(NOTE, NOTE_BYTES_MAX), remarks);
    } catch (IOException e) {
      found =
          Optional.of(
              "no command is taken: notes/%s: %s; look at the devices, then delete the file"
                  .formatted(NOTE, e.getMessage()));
    }
    this.commands = opened;
    this.obstacle = found;
    this.looking = Thread.ofVirtual().name("commands").unstarted(this::look);
  }

  private Around around() {
    return new Around(
        devices::writable,
        enforcement::ruled,
        new Waiting(ground.recorder()),
        bytes -> ground.notes().replace(NOTE, bytes),
        ground.clock(),
        ground.ticks(),
        ground.random());
  }

  /** Waits for what the recorder takes. */
  private record Waiting(Recorder recorder) implements Around.Recorder {
    @Override
    public boolean record(List<RecordValue> records) throws InterruptedException {
      var durable = new CountDownLatch(1);
      return recorder.offer(records, durable::countDown)
          && durable.await(RECORD_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public boolean tell(List<RecordValue> records) {
      return recorder.offer(records, () -> {});
    }

    @Override
    public void deliver(List<RecordValue> records, Duration within, Around.Ended ended) {
      var isKnown = new CountDownLatch(1);
      boolean isTaken =
          recorder.offer(
              records,
              () -> {
                ended.ended(true);
                isKnown.countDown();
              },
              () -> {
                ended.ended(false);
                isKnown.countDown();
              });
      if (!isTaken) {
        ended.ended(false);
        return;
      }
      try {
        boolean _ = isKnown.await(within.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        // What came of it is told all the same.
        Thread.currentThread().interrupt();
      }
    }
  }

  void start() {
    looking.start();
  }

  private void look() {
    try {
      while (!closing.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        if (commands != null) {
          commands.tick();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What the operator should know of commands that the run before left. */
  public List<String> remarks() {
    return List.copyOf(remarks);
  }

  /** Why no command is taken. */
  Optional<String> obstacle() {
    return obstacle;
  }

  /** What was done so far. */
  public Optional<Commands.Counts> counts() {
    return Optional.ofNullable(commands).map(Commands::counts);
  }

  /** From which zone commands come that are given at the node itself. */
  public Optional<String> zone() {
    return ground.zone();
  }

  @Override
  public Taken take(Wish wish, Consumer<Standing> whenOver) {
    if (commands == null || closing.getCount() == 0) {
      return new Taken.Refused(
          Taken.Why.UNRECORDED, obstacle.orElse("no command is taken: the node ends"));
    }
    try {
      Taken taken = commands.take(wish);
      if (taken instanceof Taken.Accepted(var standing)) {
        carry(commands, standing.id(), whenOver);
      }
      return taken;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Taken.Refused(Taken.Why.UNRECORDED, "no command is taken: the node ends");
    }
  }

  private void carry(Commands by, ByteString id, Consumer<Standing> whenOver) {
    Thread thread =
        Thread.ofVirtual()
            .name("command " + id)
            .unstarted(() -> {
              try {
                Standing _ = by.carry(id);
              } catch (InterruptedException e) {
                // Only close() interrupts; what was sent is recorded as sent.
                Thread.currentThread().interrupt();
              } finally {
                Thread _ = carriers.remove(id);
                // However it ended: who gave it has counted it as under way.
                by.standing(id).ifPresent(whenOver);
              }
            });
    Thread _ = carriers.put(id, thread);
    thread.start();
  }

  @Override
  public Optional<Standing> standing(ByteString id) {
    return commands == null ? Optional.empty() : commands.standing(id);
  }

  /** A second person agreed; waits for the device. Empty where no command is taken. */
  public Optional<Standing> agreed(ByteString id, Digest agreement, List<ByteString> approvers)
      throws InterruptedException {
    return commands == null
        ? Optional.empty()
        : Optional.of(commands.agreed(id, agreement, approvers));
  }

  /** Nobody will agree to it. */
  public void withdraw(ByteString id, String why) {
    if (commands != null) {
      commands.withdraw(id, why);
    }
  }

  /** Before the links end: what is under way comes to its end, or is given up. */
  @Override
  public void close() {
    closing.countDown();
    List<Thread> under = new ArrayList<>(carriers.values());
    boolean isInterrupted = isCutShort(under);
    under.forEach(Thread::interrupt);
    isInterrupted |= isCutShort(under);
    if (commands != null) {
      commands.close();
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for all of them together; true when whoever waits was interrupted. */
  private static boolean isCutShort(List<Thread> threads) {
    long end = System.nanoTime() + ENDS.toNanos();
    try {
      for (Thread each : threads) {
        boolean _ = each.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
      }
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }
}
