package dev.penstock.flow.numbering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.record.DictionaryEntry;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.flow.intake.TopicName;
import dev.penstock.testkit.records.RecordGrammar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NumberingTest {
  private static final Naming PLC = new Naming("line1", "mqtt");

  private final Numbering numbering = new Numbering();
  private final List<LedgerRecord> journal = new ArrayList<>();

  private Place place(Numbering.Draft draft, String source, String point) {
    return draft.place(source, PLC, point, 7, this::journal);
  }

  private void journal(LedgerRecord record) {
    var _ = RecordGrammar.checked(record.encode());
    journal.add(record);
  }

  private static List<String> lines(List<LedgerRecord> records) {
    return records.stream()
        .map(record ->
            record.source()
                + "/"
                + record.point()
                + " #"
                + record.seq()
                + " "
                + (record.value() instanceof DictionaryEntry entry ? entry.name() : "value"))
        .toList();
  }

  @Test
  void aNewSourceAndPointAreAnnouncedBeforeTheirFirstUseAndOnlyThen() {
    var draft = numbering.draft();
    assertThat(place(draft, "plc1", "temp")).isEqualTo(new Place(1, 0));
    assertThat(place(draft, "plc1", "flow")).isEqualTo(new Place(1, 1));
    assertThat(place(draft, "plc2", "temp")).isEqualTo(new Place(2, 0));
    assertThat(place(draft, "plc1", "temp")).isEqualTo(new Place(1, 0));
    assertThat(lines(journal))
        .containsExactly(
            "1/null #0 plc1", "1/0 #1 temp", "1/1 #2 flow", "2/null #0 plc2", "2/0 #1 temp");
    assertThat(((DictionaryEntry) journal.getFirst().value()).zone()).isEqualTo("line1");
    assertThat(draft.seq(1)).isEqualTo(3);
    assertThat(draft.seq(1)).isEqualTo(4);
  }

  @Test
  void whatTheJournalRefusedIsAsIfItHadNeverBeen() {
    var first = numbering.draft();
    Place _ = place(first, "plc1", "temp");
    var second = numbering.draft();
    Place _ = place(second, "plc1", "flow");
    Place _ = place(second, "plc2", "temp");
    long _ = second.seq(1);
    second.undo();
    assertThat(numbering.nextSeq(1)).isEqualTo(2);
    assertThat(numbering.sourceName(2)).isEmpty();
    assertThat(numbering.pointName(1, 1)).isEmpty();
    first.undo();
    assertThat(numbering.sourceCount()).isEqualTo(1);
    var again = numbering.draft();
    assertThat(place(again, "plc9", "x")).isEqualTo(new Place(1, 0));
  }

  @Test
  void draftsUndoneOutOfOrderAreADefectOfOurs() {
    var first = numbering.draft();
    Place _ = place(first, "plc1", "temp");
    var second = numbering.draft();
    Place _ = place(second, "plc2", "temp");
    assertThatThrownBy(first::undo).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aSourceThatIsNotKnownHasNoSeq() {
    assertThatThrownBy(() -> numbering.draft().seq(5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no source 5 is known");
  }

  /** A listener gets its names as it gave them, also those that another way had first. */
  @Test
  void namesOfOneWayAreThoseItsListenersGave() {
    var draft = numbering.draft();
    var mqtt = new Naming(null, "mqtt");
    var syslog = new Naming(null, "syslog");
    Place _ = draft.place("plc1", mqtt, "temp", 1, journal::add);
    Place _ = draft.place("host7", syslog, "sshd", 1, journal::add);
    Place _ = draft.place("host7", mqtt, "load", 1, journal::add);
    assertThat(numbering.names("mqtt"))
        .containsExactlyInAnyOrder(
            new TopicName("plc1", "temp", false), new TopicName("host7", "load", false));
    assertThat(numbering.names("syslog")).containsExactly(new TopicName("host7", "sshd", false));
  }

  @Test
  void namesAreAnnouncedAgainWithSeqsOfTheirOwn() {
    var draft = numbering.draft();
    Place _ = place(draft, "plc1", "temp");
    journal.clear();
    numbering.announceAgain(1, draft, 9, this::journal);
    numbering.announceAgain(Numbering.SELF, draft, 9, this::journal);
    numbering.announceAgain(77, draft, 9, this::journal);
    assertThat(lines(journal)).containsExactly("1/null #2 plc1", "1/0 #3 temp");
  }

  /**
   * Whatever was done and undone: who reads the journal afterwards goes on with the same numbers.
   */
  @Test
  void whoLearnsFromTheJournalGoesOnWithTheSameNumbers() {
    var random = new SplittableRandom(42);
    var lived = new Numbering();
    var learner = new Numbering();
    for (int round = 0; round < 300; round++) {
      var draft = lived.draft();
      List<LedgerRecord> batch = new ArrayList<>();
      List<Place> values = new ArrayList<>();
      for (int i = random.nextInt(5); i >= 0; i--) {
        String source = "s" + random.nextInt(20);
        Place place = draft.place(source, PLC, "p" + random.nextInt(9), 7, batch::add);
        values.add(new Place(place.source(), draft.seq(place.source())));
      }
      if (random.nextInt(3) == 0) {
        draft.undo();
      } else {
        batch.forEach(learner::learn);
        values.forEach(value -> learner.learnRun(value.source(), value.point(), 1));
      }
    }
    assertThat(learner.sourceCount()).isEqualTo(lived.sourceCount());
    assertThat(learner.encode(7)).isEqualTo(lived.encode(7));
    var one = lived.draft();
    var other = stored(learner.encode(7)).numbering().draft();
    for (int i = 0; i < 500; i++) {
      String source = "s" + random.nextInt(25);
      String point = "p" + random.nextInt(12);
      List<LedgerRecord> said = new ArrayList<>();
      List<LedgerRecord> alsoSaid = new ArrayList<>();
      Place place = one.place(source, PLC, point, 7, said::add);
      assertThat(other.place(source, PLC, point, 7, alsoSaid::add)).isEqualTo(place);
      assertThat(alsoSaid).isEqualTo(said);
      assertThat(other.seq(place.source())).isEqualTo(one.seq(place.source()));
    }
  }

  private static Numbering.Stored stored(byte[] bytes) {
    return switch (Numbering.decode(bytes)) {
      case Decoded.Value<Numbering.Stored>(var stored) -> stored;
      case Decoded.Refused<Numbering.Stored>(var refusal) -> throw new AssertionError(refusal);
    };
  }

  @Test
  void whatIsStoredSaysFromWhereTheJournalIsToBeLearnt() {
    assertThat(stored(new Numbering().encode(12)).position()).isEqualTo(12);
  }

  @Test
  void noBytesMakeTheReaderThrow() {
    var draft = numbering.draft();
    Place _ = place(draft, "plc1", "temp");
    byte[] good = numbering.encode(3);
    for (int i = 0; i < good.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] bad = good.clone();
        bad[i] ^= (byte) (1 << bit);
        assertThat(Numbering.decode(bad)).isNotEqualTo(null);
      }
      assertThat(Numbering.decode(Arrays.copyOf(good, i))).isInstanceOf(Decoded.Refused.class);
    }
  }
}
