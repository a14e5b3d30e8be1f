package dev.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.flow.blob.PayloadStore;
import dev.penstock.flow.continuity.Hearers;
import dev.penstock.flow.delivery.DeliveryRules;
import dev.penstock.flow.delivery.Destination;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.intake.Samples;
import dev.penstock.flow.journal.Pending;
import dev.penstock.flow.numbering.Naming;
import dev.penstock.flow.numbering.Numbering;
import dev.penstock.framesmqtt.MqttVersion;
import dev.penstock.journal.FileJournal;
import dev.penstock.journal.JournalOpening;
import dev.penstock.journal.JournalOptions;
import dev.penstock.merkle.Digest;
import dev.penstock.mqtt.NorthOptions;
import dev.penstock.mqtt.TlsFiles;
import dev.penstock.pump.Attendance;
import dev.penstock.pump.DestinationPump;
import dev.penstock.pump.IntakeLimits;
import dev.penstock.pump.IntakePump;
import dev.penstock.pump.NameDirectory;
import dev.penstock.testkit.disk.SimDisk;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The way of samples to a broker as a node has it: an intake, a journal on a disk in memory, and
 * behind it a pump to a destination. Who opens a pump closes it, before this.
 */
final class NorthRoute implements AutoCloseable {
  /** Few enough that what is new overtakes what was missed, on a busy machine too. */
  private static final int HISTORY_PER_SECOND = 1_000;

  private final FileJournal journal;
  private final IntakePump intake;
  private volatile Pending kept = Pending.from(0);

  private NorthRoute(FileJournal journal, IntakePump intake) {
    this.journal = journal;
    this.intake = intake;
  }

  /** One to which nobody said anything yet. */
  static NorthRoute open() {
    JournalOpening opening =
        FileJournal.create(
            SimDisk.calm(),
            1 << 20,
            JournalOptions.of(InstantSource.system(), new SplittableRandom(1), "it"));
    FileJournal journal = ((JournalOpening.Opened) opening).journal();
    var intake =
        new IntakePump(
            journal,
            new Numbering(),
            0,
            _ -> Naming.UNKNOWN,
            InstantSource.system(),
            IntakeLimits.DEFAULT,
            new Attendance(InstantSource.system().instant(), System::nanoTime, new Hearers()),
            new NoPayloads());
    intake.start();
    return new NorthRoute(journal, intake);
  }

  /** Nothing that is said here is too large for its record. */
  private static final class NoPayloads implements PayloadStore {
    @Override
    public Digest put(byte[] content, long position) throws IOException {
      throw new IOException("nothing is kept here");
    }

    @Override
    public Optional<byte[]> get(Digest digest) {
      return Optional.empty();
    }

    @Override
    public long storedBytes() {
      return 0;
    }

    @Override
    public Optional<Stretch> oldestBeyond(long bytes) {
      return Optional.empty();
    }

    @Override
    public boolean dropBelow(long position) {
      return true;
    }
  }

  /** A link to a broker on this machine that is found broken, and made again, at once. */
  static NorthOptions link(
      String name, String clientId, int port, MqttVersion version, @Nullable TlsFiles tls) {
    return new NorthOptions(
        name,
        "localhost",
        port,
        version,
        clientId,
        Duration.ofSeconds(20),
        tls,
        null,
        null,
        Duration.ZERO,
        100,
        NorthOptions.Refusal.STOP,
        Duration.ofSeconds(60),
        Duration.ofMillis(50),
        Duration.ofMillis(200));
  }

  /** What the points are called whose samples were offered. */
  NameDirectory names() {
    return intake.names();
  }

  /** Offers what was told; returns when it is durable. */
  void offer(Samples.Builder told) throws InterruptedException {
    var durable = new CountDownLatch(1);
    var receipt =
        new Receipt() {
          @Override
          public void durable() {
            durable.countDown();
          }

          @Override
          public void refused(String reason) {}
        };
    assertThat(intake.offer(told.take(), receipt)).isTrue();
    assertThat(durable.await(60, TimeUnit.SECONDS)).isTrue();
  }

  /** Begins to deliver, what is new first, where the last delivery ended. */
  DestinationPump deliver(String name, Destination destination) {
    var rules =
        new DeliveryRules(
            DeliveryRules.Order.LIVE_FIRST, HISTORY_PER_SECOND, Duration.ZERO, 500, 5_000);
    DestinationPump.Opening opening =
        DestinationPump.open(
            name,
            journal,
            kept,
            destination,
            rules,
            pending -> kept = pending,
            new DestinationPump.Around(InstantSource.system(), System::nanoTime));
    DestinationPump pump = ((DestinationPump.Opening.Opened) opening).pump();
    pump.start();
    return pump;
  }

  /** Whether all that is durable was acknowledged, and that is kept: figures may be older. */
  boolean isDelivered() {
    return kept.countBefore(journal.end()) == 0;
  }

  @Override
  public void close() throws IOException {
    intake.close();
    journal.close();
  }
}
