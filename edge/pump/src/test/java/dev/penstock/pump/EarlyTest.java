package dev.penstock.pump;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.block.Sha256;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Gap;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.SampleValue.Payload;
import dev.penstock.flow.blob.PayloadStore;
import dev.penstock.flow.continuity.Hearers;
import dev.penstock.flow.delivery.DeliveryRules;
import dev.penstock.flow.delivery.EarlyNote;
import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.journal.Pending;
import dev.penstock.flow.numbering.Naming;
import dev.penstock.flow.numbering.Numbering;
import dev.penstock.flow.shred.ValueSealing;
import dev.penstock.journal.FileJournal;
import dev.penstock.journal.JournalOpening;
import dev.penstock.journal.JournalOptions;
import dev.penstock.merkle.Digest;
import dev.penstock.pump.FakeDestination.Got;
import dev.penstock.testkit.FakeClock;
import dev.penstock.testkit.disk.SimDisk;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What destinations get while the disk makes everybody wait. */
@Timeout(300)
final class EarlyTest {
  private static final CountDownLatch NEVER = new CountDownLatch(1);
  private static final DeliveryRules RULES =
      new DeliveryRules(
          DeliveryRules.Order.LIVE_FIRST, DeliveryRules.UNTHROTTLED, Duration.ZERO, 10, 500);

  private final FakeClock clock = FakeClock.of();
  private final FakeDestination eager = new FakeDestination();
  private final FakeDestination patient = new FakeDestination();
  private final AtomicInteger durable = new AtomicInteger();
  private FileJournal real;
  private StallingJournal journal;
  private IntakePump intake;
  private DestinationPump eagerPump;
  private DestinationPump patientPump;
  private int offered;

  @BeforeEach
  void open() throws Exception {
    real =
        ((JournalOpening.Opened)
                FileJournal.create(
                    SimDisk.calm(),
                    1 << 20,
                    JournalOptions.of(clock, new SplittableRandom(1), "test")))
            .journal();
    journal = new StallingJournal(real);
    intake =
        new IntakePump(
            journal,
            new Numbering(),
            0,
            _ -> Naming.UNKNOWN,
            clock,
            IntakeLimits.DEFAULT,
            new Attendance(clock.instant(), clock::nanos, new Hearers()),
            new NoPayloads(),
            new Sealing());
    intake.start();
    eagerPump = pump("eager", eager, Optional.of(intake.early()));
    patientPump = pump("patient", patient, Optional.empty());
    eager.link();
    patient.link();
    // What comes before a destination is linked is history to it.
    await(() -> eagerPump.figures().isLinked() && patientPump.figures().isLinked());
    // Names that are new wait for the disk: from here on these two are known.
    offer("plc-1", "plc-2", "secret");
    await(() -> durable.get() == offered && eager.got().size() == offered);
    await(() -> patient.got().size() == offered);
  }

  @AfterEach
  void close() throws IOException {
    journal.full(false);
    journal.stall(false);
    intake.close();
    eagerPump.close();
    patientPump.close();
    real.close();
  }

  private static final class NoPayloads implements PayloadStore {
    @Override
    public Digest put(byte[] content, long position) {
      return Sha256.of(content);
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

  private static final class Sealing implements ValueSealing {
    @Override
    public boolean isOn() {
      return true;
    }

    @Override
    public boolean covers(String source) {
      return source.equals("secret");
    }

    @Override
    public LedgerRecord seal(LedgerRecord clear) {
      return clear;
    }
  }

  private DestinationPump pump(
      String name, FakeDestination destination, Optional<EarlyLine> early) {
    DestinationPump.Opening opening =
        DestinationPump.open(
            name,
            journal,
            Pending.from(journal.end()),
            destination,
            RULES,
            _ -> {},
            new DestinationPump.Around(clock, System::nanoTime, early));
    var pump = ((DestinationPump.Opening.Opened) opening).pump();
    pump.start();
    return pump;
  }

  private void offer(String... sources) {
    for (String source : sources) {
      offered++;
      var payload = new Payload("a/b", ByteString.of(new byte[] {(byte) offered}), null);
      assertThat(
              intake.offer(
                  new Heard("broker1", source, "p", null, null, clock.instant(), payload, 1),
                  new Receipt() {
                    @Override
                    public void durable() {
                      int _ = durable.incrementAndGet();
                    }

                    @Override
                    public void refused(String reason) {
                      throw new AssertionError(reason);
                    }
                  }))
          .isTrue();
    }
  }

  private void await(BooleanSupplier what) throws InterruptedException {
    for (int i = 0; i < 6_000 && !what.getAsBoolean(); i++) {
      boolean _ = NEVER.await(10, TimeUnit.MILLISECONDS);
    }
    assertThat(what.getAsBoolean())
        .as(
            "eager %s, patient %s, durable %s of %s",
            eager.got().size(), patient.got().size(), durable, offered)
        .isTrue();
  }

  /** The disk stands still with one batch under way. */
  private void stall() throws InterruptedException {
    journal.stall(true);
    offer("plc-1");
    await(journal::isWaitedFor);
  }

  private static void assertOnceAndInOrder(List<Got> got, int count) {
    assertThat(new HashSet<>(got)).as("each once").hasSize(got.size());
    assertThat(got).hasSize(count).noneMatch(Got::isHistory);
    for (long source : new TreeSet<>(got.stream().map(each -> each.key() >> 32).toList())) {
      assertThat(got.stream().map(Got::key).filter(key -> key >> 32 == source)).isSorted();
    }
  }

  @Test
  void whileTheDiskStandsStillWhoWantsItGetsWhatComesInAndNobodyElseDoes() throws Exception {
    int before = patient.got().size();
    stall();
    await(() -> eager.got().size() == offered);
    offer("plc-2", "plc-1", "plc-2");
    await(() -> eager.got().size() == offered);
    offer("plc-1");
    await(() -> eager.got().size() == offered);
    assertThat(patient.got()).as("what is not durable").hasSize(before);
    assertThat(durable.get()).as("nobody is told that it is").isEqualTo(before);
    EarlyNote note = intake.earlyNote();
    assertThat(note.sources().stream().mapToLong(EarlyNote.OfSource::count).sum()).isEqualTo(5);
    journal.stall(false);
    await(() -> durable.get() == offered && patient.got().size() == offered);
    await(() -> eagerPump.figures().lag() == 0);
    assertOnceAndInOrder(eager.got(), offered);
    assertThat(eager.keys()).isEqualTo(patient.keys());
    assertThat(intake.earlyNote()).isEqualTo(EarlyNote.NONE);
  }

  @Test
  void aRollCallInBetweenDoesNotMakeItComeTwice() throws Exception {
    stall();
    offer("plc-2", "plc-1");
    await(() -> eager.got().size() == offered);
    clock.advance(Duration.ofMinutes(2));
    journal.stall(false);
    await(() -> durable.get() == offered && patient.got().size() == offered);
    await(() -> eagerPump.figures().lag() == 0);
    assertOnceAndInOrder(eager.got(), offered);
    offer("plc-1", "plc-2");
    await(() -> eager.got().size() == offered && patient.got().size() == offered);
    assertOnceAndInOrder(eager.got(), offered);
  }

  @Test
  void aFullDiskIsAStallToo() throws Exception {
    journal.full(true);
    offer("plc-1");
    await(() -> eager.got().size() == offered);
    offer("plc-1", "plc-2");
    await(() -> eager.got().size() == offered);
    assertThat(patient.got()).hasSize(3);
    journal.full(false);
    await(() -> durable.get() == offered && patient.got().size() == offered);
    await(() -> eagerPump.figures().lag() == 0);
    assertOnceAndInOrder(eager.got(), offered);
    assertThat(eager.keys()).isEqualTo(patient.keys());
  }

  @Test
  void whatHasANewNameOrIsSealedWaitsWithAllOfItsSource() throws Exception {
    stall();
    offer("plc-9", "secret", "plc-2", "plc-9");
    await(() -> eager.got().size() == 5);
    journal.stall(false);
    await(() -> durable.get() == offered && eager.got().size() == offered);
    await(() -> patient.got().size() == offered);
    assertOnceAndInOrder(eager.got(), offered);
    assertThat(eager.keys()).isEqualTo(patient.keys());
  }

  @Test
  void whatWasNotAcknowledgedWhenTheLinkBrokeComesAgain() throws Exception {
    eager.answers(false);
    stall();
    await(() -> eager.got().size() == offered);
    eager.cut();
    await(() -> !eagerPump.figures().isLinked());
    eager.answers(true);
    journal.stall(false);
    await(() -> durable.get() == offered);
    eager.link();
    await(() -> eager.keys().size() == offered && eagerPump.figures().lag() == 0);
    await(() -> patient.got().size() == offered);
    assertThat(eager.got().stream().filter(each -> each.key() == FakeDestination.key(1, 2)))
        .hasSizeLessThanOrEqualTo(2);
    assertThat(eager.keys()).isEqualTo(patient.keys());
  }

  @Test
  void afterACrashInAStallTheNoteSaysWhatTheJournalNeverGot() throws Exception {
    stall();
    offer("plc-1", "plc-2");
    await(() -> eager.got().size() == offered);
    EarlyNote note = intake.earlyNote();
    // A start learns the numbers that the journal has: those of the values in it.
    Numbering found = NumberingStart.learn(real, new byte[0]).numbering();
    Map<Long, Gap> missing = note.missing(found::nextSeq);
    assertThat(missing.values().stream().mapToLong(gap -> gap.count() == null ? 0 : gap.count()))
        .hasSize(2)
        .containsExactlyInAnyOrder(2L, 1L);
    assertThat(missing.values()).allMatch(gap -> gap.digest() != null);
    journal.stall(false);
    await(() -> durable.get() == offered);
    Numbering after = NumberingStart.learn(real, new byte[0]).numbering();
    assertThat(note.missing(after::nextSeq)).as("a note that is older than the journal").isEmpty();
  }

  @Test
  void whateverTheDiskDoesEverythingComesOnceAndInOrder() throws Exception {
    long seed = Long.getLong("penstock.seed", 41);
    System.out.println("penstock.seed=" + seed);
    var random = new SplittableRandom(seed);
    for (int round = 0; round < 12; round++) {
      switch (random.nextInt(3)) {
        case 0 -> journal.stall(true);
        case 1 -> journal.full(true);
        default -> {
          // It takes everything.
        }
      }
      int bursts = 1 + random.nextInt(4);
      for (int burst = 0; burst < bursts; burst++) {
        int count = 1 + random.nextInt(40);
        for (int i = 0; i < count; i++) {
          offer("plc-" + (1 + random.nextInt(3 + round / 4)));
        }
        boolean _ = NEVER.await(random.nextInt(300), TimeUnit.MILLISECONDS);
        clock.advance(Duration.ofSeconds(random.nextInt(15)));
      }
      journal.full(false);
      journal.stall(false);
      if (random.nextBoolean()) {
        await(() -> durable.get() == offered);
      }
    }
    await(() -> durable.get() == offered && patient.got().size() == offered);
    await(() -> eager.got().size() >= offered && eagerPump.figures().lag() == 0);
    assertOnceAndInOrder(eager.got(), offered);
    assertThat(eager.keys()).isEqualTo(patient.keys());
    assertThat(intake.earlyNote()).isEqualTo(EarlyNote.NONE);
  }

  @Test
  void withoutAnybodyWhoWantsItNothingIsShown() throws Exception {
    eagerPump.close();
    int before = eager.got().size();
    stall();
    offer("plc-2");
    // The trial of a stall comes after 250 ms; what is put here could only be of one.
    boolean _ = NEVER.await(600, TimeUnit.MILLISECONDS);
    assertThat(intake.earlyNote()).isEqualTo(EarlyNote.NONE);
    assertThat(eager.got()).hasSize(before);
    journal.stall(false);
    await(() -> durable.get() == offered && patient.got().size() == offered);
  }
}
