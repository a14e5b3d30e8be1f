package dev.penstock.pump;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.block.Sha256;
import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.Boot;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.DictionaryEntry;
import dev.penstock.evidence.record.FindingMade;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.evidence.record.RecordKind;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.SampleValue.Payload;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.flow.blob.PayloadStore;
import dev.penstock.flow.continuity.Hearers;
import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.PointNames;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.intake.Samples;
import dev.penstock.flow.journal.DropPlan;
import dev.penstock.flow.journal.JournalOutcome;
import dev.penstock.flow.numbering.Naming;
import dev.penstock.flow.numbering.Numbering;
import dev.penstock.flow.shred.ValueSealing;
import dev.penstock.merkle.Digest;
import dev.penstock.testkit.FakeClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
@Timeout(300)
class IntakePumpTest {
  private static final CountDownLatch NEVER = new CountDownLatch(1);
  private static final int LARGE = 300_000;
  private static final int RESERVE = IntakeQueue.ACCESS_MAX;

  private final FakeClock clock = FakeClock.of();
  private final ScriptedJournal journal = new ScriptedJournal();

  /** Whether neither payloads nor keys can be kept. */
  private volatile boolean isIll;

  private IntakePump intake = intake(IntakeLimits.DEFAULT);

  /** What became of one thing that was offered. */
  private static final class Fate implements Receipt {
    private final boolean isPassing;
    private volatile boolean isWanted = true;
    private volatile boolean isDurable;
    private volatile Optional<String> refused = Optional.empty();

    private Fate(boolean isPassing) {
      this.isPassing = isPassing;
    }

    @Override
    public boolean isWanted() {
      return isWanted;
    }

    @Override
    public boolean isPassing() {
      return isPassing;
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
    var fate = new Fate(false);
    var payload = new Payload("a/b", ByteString.of(new byte[bytes]), null);
    var heard = new Heard("broker1", source, "p", null, null, clock.instant(), payload, 1);
    assertThat(intake.offer(heard, fate)).isTrue();
    return fate;
  }

  private static Access deed(String object) {
    return deed("person.add", object);
  }

  private static Access deed(String action, String object) {
    return new Access(
        null, action, object, Access.Outcome.GRANTED, null, "192.0.2.7", Details.NONE);
  }

  /** Somebody does something, and waits until it is written. */
  private Fate did(String object) {
    var fate = new Fate(true);
    assertThat(intake.offer(deed(object), fate)).isTrue();
    return fate;
  }

  /** Something has happened, and is to be written whenever there is room. */
  private Fate happened(String action, String object) {
    var fate = new Fate(false);
    assertThat(intake.offer(deed(action, object), fate)).isTrue();
    return fate;
  }

  private static void await(BooleanSupplier what) throws InterruptedException {
    for (int i = 0; i < 6_000 && !what.getAsBoolean(); i++) {
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
  void whoeverReadsTheJournalFindsTheNamesOfWhatStandsThere() throws Exception {
    // Asked in the moment in which the journal takes them: a reader may be handed them next.
    List<String> known = Collections.synchronizedList(new ArrayList<>());
    journal.trouble =
        _ -> {
          intake.names().source(1).ifPresent(name -> known.add(name.name()));
          intake.names().point(1, 0).ifPresent(known::add);
          return Optional.empty();
        };
    intake.start();
    Fate said = said("plc", 10);
    await(() -> said.isDurable);
    assertThat(known).startsWith("plc", "p");
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
    assertThat(intake.offer(deed("one more"), new Fate(true))).isFalse();
    assertThat(intake.offer(deed("two more"), new Fate(true))).isFalse();
    intake.start();
    await(() -> letGo() == 2);
    assertThat(said.isDurable).isTrue();
    assertThat(journal.objects()).hasSize(RESERVE + 1).doesNotContain("one more", "two more");
  }

  @Test
  void whatFindsNoPlaceAsideIsCounted() throws Exception {
    journal.fill(RecordClass.ACCESS);
    intake.start();
    for (int i = 0; i < AccessAside.PLACES; i++) {
      Fate _ = did("person " + i);
    }
    await(() -> intake.figures().waiting() == AccessAside.PLACES);
    await(() -> intake.accessObstacle().isPresent());
    Fate last = did("one more");
    await(() -> last.refused.isPresent());
    journal.mend();
    await(() -> letGo() == 1);
    assertThat(journal.objects()).startsWith("person 0", "person 1").doesNotContain("one more");
    await(() -> journal.access().size() == AccessAside.PLACES + 1);
  }

  /** Wrong passwords by the thousand, and somebody who leaves before them. */
  @Test
  void aFloodOfOneThingLeavesThePlacesOfTheOthers() throws Exception {
    journal.fill(RecordClass.ACCESS);
    intake.start();
    Fate left = happened("sign-out", "ada");
    int flood = 3 * AccessAside.PLACES;
    for (int i = 0; i < flood; i++) {
      await(() -> intake.figures().full() == 0);
      Fate _ = happened("sign-in", "try " + i);
    }
    Fate change = did("bo");
    await(() -> intake.figures().waiting() <= AccessAside.PLACES + 1);
    assertThat(left.refused).isEmpty();
    assertThat(change.refused).isEmpty();
    journal.mend();
    await(() -> left.isDurable && change.isDurable && letGo() > 0);
    await(() -> letGo() == flood + 1 - AccessAside.PLACES);
    assertThat(journal.objects())
        .startsWith("ada")
        .doesNotContain("try 0")
        .contains("try " + (flood - 1));
    assertThat(givenUp("sign-in")).isEqualTo(flood + 1 - AccessAside.PLACES);
  }

  private long givenUp(String action) {
    return journal.access().stream()
        .filter(record -> record.action().equals("audit"))
        .mapToLong(record -> count(record.details().values().get(action)))
        .sum();
  }

  /** The queue stands, as on a disk that does not answer, and nothing in it is taken aside. */
  @Test
  void aFloodInTheQueueLeavesThePlacesOfTheOthersToo() throws Exception {
    Fate left = happened("sign-out", "ada");
    for (int i = 0; i < 2 * RESERVE; i++) {
      Fate _ = happened("sign-in", "try " + i);
    }
    Fate out = happened("sign-out", "cy");
    Fate said = said("plc", 10);
    Fate change = did("bo");
    assertThat(intake.figures().waiting()).isEqualTo(RESERVE + 2);
    intake.start();
    await(() -> left.isDurable && out.isDurable && said.isDurable && change.isDurable);
    await(() -> letGo() == RESERVE + 2);
    assertThat(givenUp("sign-in")).isEqualTo(RESERVE + 2);
  }

  @Test
  void aFloodOfPeopleTakesNoPlaceOfPlants() throws Exception {
    intake = intake(new IntakeLimits(2, 1_000));
    for (int i = 0; i < RESERVE; i++) {
      Fate _ = did("person " + i);
      Fate _ = happened("sign-in", "try " + i);
    }
    Fate first = said("plc", 500);
    Fate second = said("plc", 500);
    intake.start();
    await(() -> first.isDurable && second.isDurable);
  }

  @Test
  void whatSomebodyWantedIsGivenUpAndWhatHasHappenedIsWrittenLater() throws Exception {
    journal.fill(RecordClass.ACCESS);
    intake.start();
    Fate change = did("bo");
    Fate left = happened("sign-out", "ada");
    await(() -> intake.accessObstacle().isPresent());
    change.isWanted = false;
    await(() -> change.refused.isPresent());
    assertThat(left.refused).isEmpty();
    journal.mend();
    await(() -> left.isDurable && letGo() == 1);
    assertThat(journal.objects()).contains("ada").doesNotContain("bo");
    assertThat(givenUp("person.add")).isEqualTo(1);
    assertThat(givenUp("sign-out")).as("not named").isEqualTo(-1);
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

  private static DropPlan plan() {
    return new DropPlan(List.of(new DropPlan.Cut(RecordClass.PLANT, 0, 5, 1_000)), List.of());
  }

  /** Nothing is dropped while it waits behind those who have no room, and nobody else makes any. */
  @Test
  void aDropGoesPastPlantsWithoutRoomAndMakesIt() throws Exception {
    intake = intake(new IntakeLimits(3, 1_000));
    journal.fill(RecordClass.PLANT);
    journal.dropped = journal::mend;
    intake.start();
    Fate first = said("plc", 10);
    await(() -> intake.obstacle().isPresent());
    List<Fate> waiting = new ArrayList<>();
    while (waiting.size() < 3) {
      waiting.add(said("plc", 10 + waiting.size()));
    }
    var drop = new Fate(false);
    assertThat(intake.drop(plan(), drop)).as("the queue is full of what plants say").isTrue();
    await(() -> drop.isDurable);
    await(() -> first.isDurable && waiting.stream().allMatch(fate -> fate.isDurable));
    await(() -> intake.obstacle().isEmpty() && intake.figures().waiting() == 0);
    assertThat(journal.records())
        .extracting(LedgerRecord::kind)
        .containsSubsequence(RecordKind.GAP, RecordKind.SAMPLE);
    mustBeNumberedWithoutAHole();
    assertThat(intake.figures().durable()).isEqualTo(intake.figures().taken());
  }

  private void mustBeNumberedWithoutAHole() {
    Map<Long, Long> next = new HashMap<>();
    for (LedgerRecord record : journal.records()) {
      assertThat(record.seq()).isEqualTo(next.getOrDefault(record.source(), 0L));
      Long _ = next.put(record.source(), record.seq() + 1);
    }
  }

  /** With payloads that find no room: these are kept anew, for the position behind the drop. */
  @Test
  void aDropGoesPastAPayloadWithoutRoom() throws Exception {
    isIll = true;
    journal.dropped = () -> isIll = false;
    intake.start();
    Fate said = said("plc", LARGE);
    await(() -> intake.obstacle().isPresent());
    var drop = new Fate(false);
    assertThat(intake.drop(plan(), drop)).isTrue();
    await(() -> drop.isDurable && said.isDurable);
  }

  /** What has to be stated, and sealed, before anything may be dropped. */
  @Test
  void whatIsStatedBeforeADropGoesPastPlantsWithoutRoom() throws Exception {
    journal.fill(RecordClass.PLANT);
    intake.start();
    Fate said = said("plc", 10);
    await(() -> intake.obstacle().isPresent());
    var stated = new Fate(false);
    var boot = new Boot(7, "penstock", Boot.Before.UNKNOWN, null, Details.NONE);
    assertThat(intake.offerAhead(boot, stated)).isTrue();
    await(() -> stated.isDurable);
    assertThat(said.isDurable).isFalse();
    assertThat(intake.obstacle()).as("plants still stand").isPresent();
    journal.mend();
    await(() -> said.isDurable);
    mustBeNumberedWithoutAHole();
  }

  @Test
  void aDropThatFindsNoRoomItselfIsTurnedDownAndTheBatchStillStands() throws Exception {
    journal.trouble = _ -> Optional.of(ScriptedJournal.full());
    intake.start();
    Fate said = said("plc", 10);
    await(() -> intake.obstacle().isPresent());
    var drop = new Fate(false);
    assertThat(intake.drop(plan(), drop)).isTrue();
    await(() -> drop.refused.isPresent());
    assertThat(intake.obstacle()).isPresent();
    journal.mend();
    await(() -> said.isDurable);
  }

  @Test
  void whatMakesRoomHasFewPlacesOfItsOwn() {
    for (int i = 0; i < IntakeQueue.ROOM_MAX; i++) {
      assertThat(intake.drop(plan(), Receipt.NONE)).isTrue();
    }
    assertThat(intake.drop(plan(), Receipt.NONE)).isFalse();
    intake.start();
  }

  private static Samples samples(String source, Scalar... values) {
    var names = new PointNames("plc1", source, List.of("a", "b"));
    var builder = new Samples.Builder(names);
    for (int i = 0; i < values.length; i++) {
      assertThat(builder.add(i % 2, values[i], 0, 5, 7 + i)).isTrue();
    }
    return builder.take();
  }

  /** The values in the journal, in its order. */
  private List<SampleValue> values() {
    return journal.records().stream()
        .filter(one -> one.value() instanceof Sample)
        .map(one -> ((Sample) one.value()).value())
        .toList();
  }

  @Test
  void samplesAreRecordsOfTheirSourceAndTheirReceiptIsOne() throws Exception {
    intake.start();
    var fate = new Fate(false);
    assertThat(intake.offer(samples("pump", new Scalar.Real(1.5), new Scalar.Bool(true)), fate))
        .isTrue();
    await(() -> fate.isDurable);
    assertThat(values()).containsExactly(SampleValue.of(1.5), SampleValue.of(true));
    await(() -> intake.figures().durable() == 1);
  }

  @Test
  void samplesThatTheJournalRefusedComeOnceAndWithTheirNames() throws Exception {
    journal.fill(RecordClass.PLANT);
    var fate = new Fate(false);
    assertThat(intake.offer(samples("pump", new Scalar.Whole(1), new Scalar.Whole(2)), fate))
        .isTrue();
    intake.start();
    await(() -> intake.obstacle().isPresent());
    journal.mend();
    await(() -> fate.isDurable);
    assertThat(values()).containsExactly(SampleValue.of(1), SampleValue.of(2));
    assertThat(journal.records().stream().filter(one -> one.value() instanceof DictionaryEntry))
        .hasSize(3);
  }

  @Test
  void aValueThatNoRecordHoldsIsAFindingAndTheOthersStay() throws Exception {
    intake.start();
    var fate = new Fate(false);
    var all = new Fate(false);
    var large = new Scalar.Bytes(ByteString.of(new byte[130_000]));
    assertThat(intake.offer(samples("pump", new Scalar.Whole(1), large, new Scalar.Whole(3)), fate))
        .isTrue();
    assertThat(intake.offer(samples("pump", large), all)).isTrue();
    await(() -> fate.isDurable && all.refused.isPresent());
    assertThat(values()).containsExactly(SampleValue.of(1), SampleValue.of(3));
    assertThat(journal.records().stream().filter(one -> one.value() instanceof FindingMade))
        .hasSize(2)
        .allMatch(one -> ((FindingMade) one.value()).code().equals("PAYLOAD_TOO_LARGE"));
  }

  @Test
  void samplesOfASourceThatIsSealedWaitForTheirKey() throws Exception {
    isIll = true;
    intake.start();
    var fate = new Fate(false);
    assertThat(intake.offer(samples("secret", new Scalar.Whole(1)), fate)).isTrue();
    await(() -> intake.obstacle().isPresent());
    assertThat(values()).isEmpty();
    isIll = false;
    await(() -> fate.isDurable);
    assertThat(values()).containsExactly(SampleValue.of(1));
  }

  @Test
  void samplesCountByWhatTheyTakeNotAsOne() {
    intake = intake(new IntakeLimits(100, 1_000));
    var ten = new Scalar[10];
    Arrays.fill(ten, new Scalar.Whole(1));
    assertThat(intake.offer(samples("pump", ten), Receipt.NONE)).isTrue();
    assertThat(intake.offer(samples("pump", ten), Receipt.NONE)).isFalse();
    intake.start();
  }
}
