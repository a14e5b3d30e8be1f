package dev.penstock.pump;

import dev.penstock.evidence.chain.BlockChecker;
import dev.penstock.evidence.chain.ObserverEvent;
import dev.penstock.flow.devices.AckDue;
import dev.penstock.flow.devices.DeviceDesk;
import dev.penstock.flow.devices.DeviceDesk.Moment;
import dev.penstock.flow.devices.DevicePin;
import dev.penstock.flow.devices.DeviceStep;
import dev.penstock.flow.devices.SessionNumbers;
import dev.penstock.flow.intake.DeviceBlock;
import dev.penstock.flow.intake.DeviceBlocks;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.sealing.ClosedBlock;
import dev.penstock.flow.sealing.Lane;
import dev.penstock.signature.Signatures;
import java.io.Closeable;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Carries blocks that devices signed from their arrival to their ack. Signatures and records are
 * checked by a thread for each core; one thread gives the blocks to the {@link DeviceDesk} in the
 * order in which they came, hands what it makes of them to the intake, and sends acks when both the
 * block's entry in the log and the ack's own record are durable.
 *
 * <p>What was taken is kept until the intake has it; once too much waits, offers are turned away,
 * which reaches the device as a withheld acknowledgement.
 */
public final class DevicePump implements DeviceBlocks, SealedWatch, Closeable {
  private static final int WAITING_MAX = 4_096;
  private static final long WAITING_BYTES_MAX = 128L << 20;
  private static final int BATCH_MAX = 256;
  private static final long STEP_BYTES_MAX = 2L << 20;
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration RETRY = Duration.ofMillis(200);
  private static final Duration TURNED_AWAY = Duration.ofMillis(5);

  private final DeviceDesk desk;
  private final List<DevicePin> pins;
  private final IntakePump intake;
  private final AckWay acks;
  private final BooleanSupplier isReady;
  private final InstantSource clock;
  private final long steadyAtStart;
  private final long nanosAtStart = System.nanoTime();

  /** One for each thread that checks: a checker is used by one at a time. */
  private final BlockingQueue<BlockChecker> checkers = new LinkedBlockingQueue<>();

  private final ExecutorService checking;
  private final Thread thread;

  private final BlockingQueue<Arrival> arrivals = new ArrayBlockingQueue<>(WAITING_MAX);
  private final BlockingQueue<Notice> notices = new LinkedBlockingQueue<>();
  private final AtomicLong waitingBytes = new AtomicLong();
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong acked = new AtomicLong();
  private volatile Optional<String> obstacle = Optional.empty();
  private volatile boolean isClosing;

  /** As many as there are arrivals and notices, or more. */
  private final Semaphore work = new Semaphore(0);

  private final SessionNumbers sessions;

  /** Owned by the thread. */
  private long nextTickNanos = System.nanoTime();

  /** A block whose check is under way. */
  private record Arrival(
      DeviceBlock block, Moment moment, Future<BlockChecker.Ahead> ahead, Receipt receipt) {}

  /** What other parts tell. */
  private sealed interface Notice {
    record Sealed(ClosedBlock block, long entry) implements Notice {}

    record Durable(List<AckDue> acks) implements Notice {}
  }

  /** How an ack leaves. */
  @FunctionalInterface
  public interface AckWay {
    /** Signs and sends; false when it could not be sent now, for the device asks again. */
    boolean send(AckDue due);
  }

  /**
   * What was done so far.
   *
   * @param taken blocks that came
   * @param refused those that are no blocks of an admitted key
   * @param acked acks that left
   * @param waiting blocks that came and were not judged yet
   */
  public record Figures(long taken, long refused, long acked, int waiting) {}

  /**
   * A pump that goes on where the desk was resumed.
   *
   * @param steadyAtStart the observer's steady time now, ns
   * @param isReady whether everything that was in the log at the start can be looked up
   */
  public DevicePump(
      DeviceDesk desk,
      List<DevicePin> pins,
      long steadyAtStart,
      Signatures signatures,
      IntakePump intake,
      AckWay acks,
      BooleanSupplier isReady,
      InstantSource clock) {
    this.desk = desk;
    this.pins = List.copyOf(pins);
    this.steadyAtStart = steadyAtStart;
    this.intake = intake;
    this.acks = acks;
    this.isReady = isReady;
    this.clock = clock;
    int cores = Runtime.getRuntime().availableProcessors();
    for (int i = 0; i < cores; i++) {
      checkers.add(new BlockChecker(signatures));
    }
    this.checking =
        Executors.newFixedThreadPool(
            cores, Thread.ofPlatform().name("device-check-", 0).daemon().factory());
    this.sessions = new SessionNumbers(moment(clock.instant()).wall());
    this.thread = Thread.ofPlatform().name("devices").daemon().unstarted(this::run);
  }

  /** Begins to carry. */
  public void start() {
    thread.start();
  }

  @Override
  public boolean offer(DeviceBlock offered, Receipt receipt) {
    int bytes = offered.bytes().size();
    boolean isFull =
        isClosing
            || arrivals.remainingCapacity() == 0
            || (waitingBytes.get() > 0 && waitingBytes.get() + bytes > WAITING_BYTES_MAX);
    if (isFull) {
      return false;
    }
    Moment moment = moment(offered.receivedTime());
    DeviceBlock block = sessions.numbered(offered);
    ObserverEvent.Arrived event = DeviceDesk.event(block, moment);
    Future<BlockChecker.Ahead> ahead = checking.submit(() -> checked(event));
    if (!arrivals.offer(new Arrival(block, moment, ahead, receipt))) {
      return false;
    }
    long _ = waitingBytes.addAndGet(bytes);
    work.release();
    return true;
  }

  private BlockChecker.Ahead checked(ObserverEvent.Arrived event) throws InterruptedException {
    BlockChecker checker = checkers.take();
    try {
      return checker.ahead(event, desk.trust());
    } finally {
      checkers.add(checker);
    }
  }

  private Moment moment(Instant at) {
    long wall = Math.max(0, at.getEpochSecond()) * 1_000_000_000L + at.getNano();
    return new Moment(at, wall, steadyAtStart + (System.nanoTime() - nanosAtStart));
  }

  /** Blocks of devices are durable in the log. */
  @Override
  public void sealed(long firstIndex, List<ClosedBlock> blocks) {
    for (int i = 0; i < blocks.size(); i++) {
      if (blocks.get(i).extents().lane() instanceof Lane.Device) {
        tell(new Notice.Sealed(blocks.get(i), firstIndex + i));
      }
    }
  }

  private void tell(Notice notice) {
    boolean _ = notices.offer(notice);
    work.release();
  }

  /** What was done so far. */
  public Figures figures() {
    return new Figures(taken.get(), refused.get(), acked.get(), arrivals.size());
  }

  /** Why no block of a device is judged at the moment, if so. */
  public Optional<String> obstacle() {
    return obstacle;
  }

  private void run() {
    try {
      var first = new DeviceStep();
      desk.pin(pins, moment(clock.instant()), first);
      hand(first, List.of());
      waitUntilReady();
      while (!isClosing) {
        step();
      }
    } catch (InterruptedException e) {
      // Only close() interrupts; devices send again what nobody acknowledged.
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // This loop is the pump's life. A verdict after an error of our own could be wrong: none is
      // given, nothing more is taken, and devices keep what they have.
      isClosing = true;
      obstacle = Optional.of("blocks of devices are not taken, an error of our own: " + e);
    }
  }

  /** A verdict needs everything that is on record. */
  private void waitUntilReady() throws InterruptedException {
    while (!isReady.getAsBoolean()) {
      obstacle = Optional.of("blocks of devices wait until the index has the whole log");
      Thread.sleep(RETRY);
    }
    obstacle = Optional.empty();
  }

  private void step() throws InterruptedException {
    boolean _ = work.tryAcquire(nextTickNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    var step = new DeviceStep();
    List<Receipt> receipts = new ArrayList<>();
    Arrival first = arrivals.poll();
    for (int i = 0; first != null && i < BATCH_MAX && step.bytes() < STEP_BYTES_MAX; i++) {
      if (!judge(first, step)) {
        hand(step, receipts);
        step = new DeviceStep();
        receipts = new ArrayList<>();
        judgeUntilDone(first, step);
      }
      receipts.add(first.receipt());
      first = i + 1 < BATCH_MAX && step.bytes() < STEP_BYTES_MAX ? arrivals.poll() : null;
    }
    tellOfSealed(step);
    int _ = work.drainPermits();
    if (!arrivals.isEmpty() || !notices.isEmpty()) {
      work.release();
    }
    if (System.nanoTime() - nextTickNanos >= 0) {
      nextTickNanos = System.nanoTime() + TICK.toNanos();
      desk.tick(moment(clock.instant()), step);
    }
    hand(step, receipts);
  }

  private void judgeUntilDone(Arrival arrival, DeviceStep step) throws InterruptedException {
    Thread.sleep(RETRY);
    while (!judge(arrival, step)) {
      Thread.sleep(RETRY);
    }
    obstacle = Optional.empty();
  }

  /** False when what is on record cannot be read now; nothing has changed then. */
  private boolean judge(Arrival arrival, DeviceStep step) throws InterruptedException {
    try {
      boolean isLeafless =
          switch (desk.arrived(arrival.block(), arrival.moment(), ahead(arrival), step)) {
            case REFUSED -> true;
            case LINKED, HELD, FILLED, DUPLICATE, CONTRADICTING -> false;
          };
      long _ = taken.incrementAndGet();
      if (isLeafless) {
        long _ = refused.incrementAndGet();
      }
      long _ = waitingBytes.addAndGet(-arrival.block().bytes().size());
      return true;
    } catch (UncheckedIOException e) {
      obstacle = Optional.of("blocks of devices wait: " + e.getMessage());
      return false;
    }
  }

  private static BlockChecker.Ahead ahead(Arrival arrival) throws InterruptedException {
    try {
      return arrival.ahead().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a check failed", e.getCause());
    }
  }

  private void tellOfSealed(DeviceStep step) {
    List<Notice> told = new ArrayList<>();
    int _ = notices.drainTo(told, BATCH_MAX);
    for (Notice notice : told) {
      switch (notice) {
        case Notice.Sealed(var block, var entry) ->
            desk.sealed(block, entry, moment(clock.instant()), step);
        case Notice.Durable(var due) -> {
          for (AckDue one : due) {
            if (acks.send(one)) {
              long _ = acked.incrementAndGet();
            }
          }
        }
      }
    }
  }

  /** Gives a step to the intake, however often it takes. */
  private void hand(DeviceStep step, List<Receipt> receipts) throws InterruptedException {
    if (step.isEmpty()) {
      receipts.forEach(Receipt::durable);
      return;
    }
    var receipt = new Together(receipts, step.acks());
    while (!intake.offer(step, receipt)) {
      Thread.sleep(TURNED_AWAY);
    }
  }

  /** One receipt for all that stands in one step. */
  private final class Together implements Receipt {
    private final List<Receipt> receipts;
    private final List<AckDue> due;

    Together(List<Receipt> receipts, List<AckDue> due) {
      this.receipts = receipts;
      this.due = due;
    }

    @Override
    public void durable() {
      receipts.forEach(Receipt::durable);
      if (!due.isEmpty()) {
        tell(new Notice.Durable(due));
      }
    }

    @Override
    public void refused(String reason) {
      receipts.forEach(one -> one.refused(reason));
    }
  }

  /** Takes nothing more and ends; what was not handed to the intake its device sends again. */
  @Override
  public void close() {
    isClosing = true;
    // Or it would look once more only with the next tick.
    work.release();
    Ending.of(thread);
    List<Runnable> _ = checking.shutdownNow();
  }
}
