package dev.penstock.pump;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.block.Sha256;
import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.SampleValue.Payload;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.flow.blob.PayloadStore;
import dev.penstock.flow.continuity.Hearers;
import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.journal.JournalOutcome;
import dev.penstock.flow.numbering.Naming;
import dev.penstock.flow.numbering.Numbering;
import dev.penstock.flow.shred.ValueSealing;
import dev.penstock.merkle.Digest;
import dev.penstock.testkit.FakeClock;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What people do and what plants say, where the journal takes only one of them. Req: 62443-4-2 CR
 * 2.10
 */
@Timeout(60)
class IntakePumpTest {
  private static final CountDownLatch NEVER = new CountDownLatch(1);
  private static final int LARGE = 300_000;
  private static final int RESERVE = 1_000;

  private final FakeClock clock = FakeClock.of();
  private final ScriptedJournal journal = new ScriptedJournal();

  /** Whether neither payloads nor keys can be kept. */
  private volatile boolean isIll;

  private IntakePump intake = intake(IntakeLimits.DEFAULT);

  /** What became of one thing that was offered. */
  private static final class Fate implements Receipt {
    private volatile boolean isWanted = true;
    private volatile boolean isDurable;
    private volatile Optional<String> refused = Optional.empty();

    @Override
    public boolean isWanted() {
      return isWanted;
    }

    @Override
    public void durable() {
      assertThat(isDurable || refused.isPresent()).isFalse();
      isDurable = true;
    }

    @Override
    public void refused(String reason) {
      assertThat(isDurable || refused.isPresent()).isFalse();
      refused = Optional.of(reason);
    }
  }

  private final class Payloads implements PayloadStore {
    @Override
    public Digest put(byte[] content, long position) throws IOException {
      mustBeWell();
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

  private final class Sealing implements ValueSealing {
    @Override
    public boolean isOn() {
      return true;
    }

    @Override
    public boolean covers(String source) {
      return source.equals("secret");
    }

    @Override
    public LedgerRecord seal(LedgerRecord clear) throws IOException {
      mustBeWell();
      return clear;
    }
  }

  private void mustBeWell() throws IOException {
    if (isIll) {
      throw new IOException("no space left");
    }
  }

  private IntakePump intake(IntakeLimits limits) {
    return new IntakePump(
        journal,
        new Numbering(),
        0,
        _ -> Naming.UNKNOWN,
        clock,
        limits,
        new Attendance(clock.instant(), clock::nanos, new Hearers()),
        new Payloads(),
        new Sealing());
  }

  @AfterEach
  void close() {
    journal.mend();
    isIll = false;
    intake.close();
  }

  private Fate said(String source, int bytes) {
    var fate = new Fate();
    var payload = new Payload("a/b", ByteString.of(new byte[bytes]), null);
    var heard = new Heard("broker1", source, "p", null, null, clock.instant(), payload, 1);
    assertThat(intake.offer(heard, fate)).isTrue();
    return fate;
  }

  private static Access deed(String object) {
    return new Access(
        null, "person.add", object, Access.Outcome.GRANTED, null, "192.0.2.7", Details.NONE);
  }

  private Fate did(String object) {
    var fate = new Fate();
    assertThat(intake.offer(deed(object), fate)).isTrue();
    return fate;
  }

  private static void await(BooleanSupplier what) throws InterruptedException {
    for (int i = 0; i < 3_000 && !what.getAsBoolean(); i++) {
      boolean _ = NEVER.await(10, TimeUnit.MILLISECONDS);
    }
    assertThat(what.getAsBoolean()).isTrue();
  }

  /** How many records the journal says were let go, in all. */
  private long letGo() {
    return journal.access().stream()
        .filter(record -> record.action().equals("audit"))
        .peek(record -> assertThat(record.outcome()).isEqualTo(Access.Outcome.FAILED))
        .mapToLong(record -> count(record.details().values().get("count")))
        .sum();
  }

  private static long count(@Nullable SampleValue value) {
    return value instanceof SampleValue.One(Scalar.Whole(var count)) ? count : -1;
  }

  @Test
  void whoGaveUpWhileTheJournalWasBusyIsNotWrittenLater() throws Exception {
    journal.trouble = _ -> Optional.of(new JournalOutcome.Busy());
    intake.start();
    Fate deed = did("bo");
    Fate said = said("plc", 10);
    deed.isWanted = false;
    await(() -> deed.refused.isPresent());
    journal.mend();
    await(() -> said.isDurable && letGo() == 1);
    assertThat(journal.objects()).doesNotContain("bo");
  }

  @Test
  void whoGaveUpWhileAKeyWasMissingIsNotWrittenLater() throws Exception {
    isIll = true;
    journal.fill(RecordClass.ACCESS);
    Fate said = said("secret", 10);
    Fate deed = did("bo");
    intake.start();
    await(() -> intake.accessObstacle().isPresent());
    deed.isWanted = false;
    await(() -> deed.refused.isPresent());
    isIll = false;
    journal.mend();
    await(() -> said.isDurable && letGo() == 1);
    assertThat(journal.objects()).doesNotContain("bo");
  }

  @Test
  void peopleGoPastASourceWithoutAKey() throws Exception {
    isIll = true;
    goPast(said("secret", 10));
  }

  @Test
  void peopleGoPastAPayloadWithoutRoom() throws Exception {
    isIll = true;
    goPast(said("plc", LARGE));
  }

  @Test
  void peopleGoPastPlantsWithoutRoomAndAreNotSaidToHaveNone() throws Exception {
    journal.trouble =
        classes -> {
          assertThat(intake.accessObstacle()).isEmpty();
          return classes.contains(RecordClass.PLANT)
              ? Optional.of(ScriptedJournal.full())
              : Optional.empty();
        };
    goPast(said("plc", 10));
  }

  /** With it in one batch, and behind it. */
  private void goPast(Fate said) throws Exception {
    Fate with = did("bo");
    intake.start();
    await(() -> with.isDurable);
    await(() -> intake.obstacle().isPresent());
    Fate behind = did("cy");
    await(() -> behind.isDurable);
    assertThat(said.isDurable).isFalse();
    assertThat(intake.accessObstacle()).isEmpty();
    isIll = false;
    journal.mend();
    await(() -> said.isDurable);
    assertThat(journal.objects()).containsExactly("bo", "cy");
    await(() -> intake.obstacle().isEmpty());
  }

  @Test
  void peopleFindAPlaceInAQueueThatIsFullOfWhatPlantsSay() throws Exception {
    intake = intake(new IntakeLimits(2, 1_000_000));
    journal.fill(RecordClass.PLANT);
    intake.start();
    Fate first = said("plc", 10);
    await(() -> intake.obstacle().isPresent());
    Fate second = said("plc", 10);
    Fate third = said("plc", 10);
    var payload = new Payload("a/b", ByteString.of(new byte[10]), null);
    var heard = new Heard("broker1", "plc", "p", null, null, clock.instant(), payload, 1);
    assertThat(intake.offer(heard, Receipt.NONE)).isFalse();
    Fate deed = did("bo");
    await(() -> deed.isDurable);
    assertThat(first.isDurable || second.isDurable || third.isDurable).isFalse();
    journal.mend();
    await(() -> first.isDurable && second.isDurable && third.isDurable);
  }

  @Test
  void whatFindsNoPlaceInTheReserveIsCounted() throws Exception {
    intake = intake(new IntakeLimits(1, 1_000_000));
    Fate said = said("plc", 10);
    for (int i = 0; i < RESERVE; i++) {
      Fate _ = did("person " + i);
    }
    assertThat(intake.offer(deed("one more"), Receipt.NONE)).isFalse();
    assertThat(intake.offer(deed("two more"), Receipt.NONE)).isFalse();
    intake.start();
    await(() -> letGo() == 2);
    assertThat(said.isDurable).isTrue();
    assertThat(journal.objects()).hasSize(RESERVE + 1).doesNotContain("one more", "two more");
  }

  @Test
  void whatFindsNoPlaceAsideIsCounted() throws Exception {
    journal.fill(RecordClass.ACCESS);
    for (int i = 0; i < SetAside.COUNT_MAX; i++) {
      Fate _ = did("person " + i);
    }
    Fate last = did("one more");
    intake.start();
    await(() -> last.refused.isPresent());
    journal.mend();
    await(() -> letGo() == 1);
    assertThat(journal.objects()).startsWith("person 0", "person 1").doesNotContain("one more");
    await(() -> journal.access().size() == SetAside.COUNT_MAX + 1);
  }

  @Test
  void whatPeopleDoLaterStandsBehindWhatFoundNoRoom() throws Exception {
    journal.fill(RecordClass.ACCESS);
    intake.start();
    Fate before = did("before");
    await(() -> intake.accessObstacle().isPresent());
    journal.mend();
    Fate after = did("after");
    await(() -> before.isDurable && after.isDurable);
    assertThat(journal.objects()).containsExactly("before", "after");
    await(() -> intake.accessObstacle().isEmpty());
  }

  @Test
  void allThatIsAsideIsTriedAtTheEnd() throws Exception {
    journal.fill(RecordClass.ACCESS);
    for (int i = 0; i < 5 * SetAside.TOGETHER_MAX; i++) {
      Fate _ = did("person " + i);
    }
    intake.start();
    await(() -> intake.accessObstacle().isPresent());
    journal.mend();
    intake.close();
    assertThat(journal.objects()).hasSize(5 * SetAside.TOGETHER_MAX);
  }

  @Test
  void whoWaitsForWhatFindsNoRoomUntilTheEndIsAnswered() throws Exception {
    journal.fill(RecordClass.ACCESS);
    intake.start();
    Fate deed = did("bo");
    await(() -> intake.accessObstacle().isPresent());
    intake.close();
    assertThat(deed.refused).isPresent();
    assertThat(journal.access()).isEmpty();
  }
}
