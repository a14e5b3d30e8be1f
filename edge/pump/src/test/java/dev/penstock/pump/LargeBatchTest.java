package dev.penstock.pump;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.approval.Agreed;
import dev.penstock.evidence.block.Sha256;
import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.evidence.record.Statement;
import dev.penstock.flow.blob.PayloadStore;
import dev.penstock.flow.continuity.Hearers;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.numbering.Naming;
import dev.penstock.flow.numbering.Numbering;
import dev.penstock.merkle.Digest;
import dev.penstock.testkit.FakeClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is too much for the journal at once, or for ever: the intake goes on. */
@Timeout(300)
class LargeBatchTest {
  private static final CountDownLatch NEVER = new CountDownLatch(1);
  private static final int WORDS = 60_000;

  private final FakeClock clock = FakeClock.of();
  private final ScriptedJournal journal = new ScriptedJournal();
  private final IntakePump intake =
      new IntakePump(
          journal,
          new Numbering(),
          0,
          _ -> Naming.UNKNOWN,
          clock,
          IntakeLimits.DEFAULT,
          new Attendance(clock.instant(), clock::nanos, new Hearers()),
          new NoPayloads());

  /** What became of one thing: nothing, or why it was refused. */
  private static final class Fate implements Receipt {
    private final CompletableFuture<Optional<String>> answer = new CompletableFuture<>();

    @Override
    public void durable() {
      assertThat(answer.complete(Optional.empty())).isTrue();
    }

    @Override
    public void refused(String reason) {
      assertThat(answer.complete(Optional.of(reason))).isTrue();
    }

    private Optional<String> await() throws Exception {
      return answer.get(60, TimeUnit.SECONDS);
    }
  }

  private static final class NoPayloads implements PayloadStore {
    @Override
    public Digest put(byte[] content, long position) {
      throw new AssertionError("nobody hears a payload here");
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

  @AfterEach
  void close() {
    journal.mend();
    intake.close();
  }

  private Fate offer(RecordValue value) {
    var fate = new Fate();
    assertThat(intake.offer(value, fate)).isTrue();
    return fate;
  }

  private static Statement agreed(int words) {
    var id = ByteString.of(new byte[16]);
    var request =
        new Agreed.Request(
            id,
            id,
            "shred",
            Sha256.of(new byte[1]),
            words == 0 ? Optional.empty() : Optional.of("x".repeat(words)),
            1,
            2);
    return new Agreed(request, id, new Agreed.Shown.Attested("password")).toStatement();
  }

  /** Of plants, not of people. */
  private static Statement stated(int bytes) {
    var answer = new SampleValue.One(new Scalar.Text("x".repeat(bytes)));
    return new Statement(null, "note", "x", answer, null, null, List.of(), null, Details.NONE);
  }

  private static Access deed(String object) {
    return new Access(null, "person.add", object, Access.Outcome.GRANTED, null, null, Details.NONE);
  }

  private void mustBeNumberedWithoutAHole(int count) {
    assertThat(journal.records().stream().filter(record -> record.source() == 0))
        .extracting(LedgerRecord::seq)
        .startsWith(0L, 1L, 2L)
        .doesNotHaveDuplicates()
        .isSorted()
        .hasSizeGreaterThanOrEqualTo(count);
    List<LedgerRecord> records = journal.records();
    assertThat(records.getLast().seq()).isEqualTo(records.size() - 1L);
  }

  @Test
  void aStatementCountsForWhatItsRecordTakes() {
    intake.start();
    var item = new Item.Own(Numbering.SELF, agreed(WORDS), clock.instant(), Receipt.NONE);
    var record = new LedgerRecord(7, Numbering.SELF, null, null, 1L, 0, agreed(WORDS));
    assertThat(item.bytes()).isBetween((long) record.encode().length, WORDS + 1_000L);
    var small = new Item.Own(Numbering.SELF, deed("bo"), clock.instant(), Receipt.NONE);
    assertThat(small.bytes()).isEqualTo(RecordMaking.BYTES_BESIDE);
  }

  @Test
  void whatIsTooMuchForOneBatchGoesInSeveral() throws Exception {
    journal.batchBytesMax = 2 * WORDS;
    List<Fate> fates = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      fates.add(offer(agreed(WORDS)));
      fates.add(offer(deed("person " + i)));
    }
    intake.start();
    for (Fate fate : fates) {
      assertThat(fate.await()).isEmpty();
    }
    assertThat(journal.objects())
        .containsExactlyElementsOf(IntStream.range(0, 20).mapToObj(i -> "person " + i).toList());
    mustBeNumberedWithoutAHole(40);
    intake.close();
    assertThat(intake.figures().durable()).isGreaterThanOrEqualTo(40);
  }

  @Test
  void whatTheJournalNeverTakesIsRefusedAndTheRestGoesOn() throws Exception {
    journal.batchBytesMax = WORDS;
    Fate before = offer(deed("before"));
    Fate ofPeople = offer(agreed(WORDS));
    Fate ofPlants = offer(stated(WORDS));
    var ahead = new Fate();
    assertThat(intake.offerAhead(stated(WORDS), ahead)).isTrue();
    Fate behind = offer(deed("behind"));
    intake.start();
    assertThat(before.await()).isEmpty();
    for (Fate fate : List.of(ofPeople, ofPlants, ahead)) {
      assertThat(fate.await()).get().asString().contains("too large");
    }
    assertThat(behind.await()).isEmpty();
    intake.close();
    assertThat(journal.objects()).containsExactlyInAnyOrder("before", "behind", "access records");
    mustBeNumberedWithoutAHole(3);
    assertThat(intake.figures().refused()).isEqualTo(3);
    assertThat(intake.figures().waiting()).isZero();
  }

  /** An answer may be a list of any length, and a record may not. */
  @Test
  void whatNoRecordHoldsIsRefusedAtOnce() throws Exception {
    Fate refused = offer(stated(LedgerRecord.BYTES_MAX));
    assertThat(refused.await()).get().asString().contains("too large");
    Fate behind = offer(deed("behind"));
    intake.start();
    assertThat(behind.await()).isEmpty();
    assertThat(journal.objects()).containsExactly("behind");
  }

  /** Of people, without room: so many at a time as the journal takes. */
  @Test
  void whatIsAsideGoesInSeveralBatchesToo() throws Exception {
    journal.batchBytesMax = 2 * WORDS;
    journal.trouble = _ -> Optional.of(ScriptedJournal.full());
    List<Fate> fates = new ArrayList<>();
    for (int i = 0; i < SetAside.TOGETHER_MAX; i++) {
      fates.add(offer(agreed(i == 3 ? 3 : WORDS / 2)));
    }
    Fate large = offer(agreed(WORDS));
    intake.start();
    var said = new Fate();
    assertThat(intake.offer(stated(10), said)).isTrue();
    for (int i = 0; i < 6_000 && intake.accessObstacle().isEmpty(); i++) {
      boolean _ = NEVER.await(10, TimeUnit.MILLISECONDS);
    }
    journal.batchBytesMax = WORDS;
    journal.mend();
    for (Fate fate : fates) {
      assertThat(fate.await()).isEmpty();
    }
    assertThat(large.await()).isPresent();
    assertThat(said.await()).isEmpty();
  }
}
