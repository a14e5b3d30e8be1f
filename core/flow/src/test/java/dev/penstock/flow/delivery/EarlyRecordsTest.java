package dev.penstock.flow.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.block.Sha256;
import dev.penstock.evidence.record.Gap;
import dev.penstock.flow.delivery.EarlySent.One;
import dev.penstock.merkle.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What was shown before it was durable, what of it is missing, and what is not sent twice. */
class EarlyRecordsTest {
  private final EarlyRecords records = new EarlyRecords();

  private static Digest digest(long source, long seq) {
    return Sha256.of((source + "/" + seq).getBytes(StandardCharsets.US_ASCII));
  }

  private void show(long source, long... seqs) {
    for (long seq : seqs) {
      records.show(source, seq, digest(source, seq), 1_000 + seq);
    }
  }

  private static Digest digestOf(long source, long... seqs) {
    byte[] all = new byte[Digest.BYTES * seqs.length];
    for (int i = 0; i < seqs.length; i++) {
      System.arraycopy(digest(source, seqs[i]).bytes(), 0, all, i * Digest.BYTES, Digest.BYTES);
    }
    return Sha256.of(all);
  }

  @Test
  void whatBecameDurableIsMissingNowhere() {
    show(1, 5, 6, 7);
    show(2, 0);
    records.durableBelow(source -> source == 1 ? 7 : 0);
    assertThat(records.note().sources())
        .containsExactly(
            new EarlyNote.OfSource(1, 7, 7, 1, digestOf(1, 7), 1_007, 1_007),
            new EarlyNote.OfSource(2, 0, 0, 1, digestOf(2, 0), 1_000, 1_000));
    records.durableBelow(_ -> 100);
    assertThat(records.isEmpty()).isTrue();
    assertThat(records.note()).isEqualTo(EarlyNote.NONE);
    assertThat(records.room()).isEqualTo(EarlyRecords.RECORDS_MAX);
  }

  @Test
  void whatTheJournalNeverGotIsAGapWithCountAndDigest() {
    show(1, 5, 6, 8);
    Map<Long, Gap> missing = records.note().missing(_ -> 5);
    assertThat(missing).containsOnlyKeys(1L);
    Gap gap = missing.get(1L);
    assertThat(gap.cause()).isEqualTo(Gap.Cause.UNJOURNALED);
    assertThat(gap.count()).isEqualTo(3);
    assertThat(gap.digest()).isEqualTo(digestOf(1, 5, 6, 8));
    assertThat(gap.from()).isEqualTo(1_005);
    assertThat(gap.to()).isEqualTo(1_008);
    // Their seqs are other records' by then.
    assertThat(gap.first()).isNull();
    assertThat(gap.last()).isNull();
  }

  @Test
  void ofAPartTheCountIsSaidWhereItIsKnownAndNoDigest() {
    show(1, 5, 6, 7);
    show(2, 5, 7, 9);
    show(3, 1);
    Map<Long, Gap> missing = records.note().missing(source -> source == 3 ? 2 : 6);
    assertThat(missing).containsOnlyKeys(1L, 2L);
    assertThat(missing.get(1L).count()).isEqualTo(2);
    assertThat(missing.get(1L).digest()).isNull();
    assertThat(missing.get(2L).count()).isNull();
    assertThat(missing.get(2L).digest()).isNull();
  }

  @Test
  void aNoteComesBackAsItWasAndNothingIsNone() {
    show(1, 5, 6, 8);
    show(70_000, 1L << 40);
    EarlyNote note = records.note();
    assertThat(EarlyNote.decode(note.encode())).isEqualTo(new Decoded.Value<>(note));
    assertThat(EarlyNote.decode(new byte[0])).isEqualTo(new Decoded.Value<>(EarlyNote.NONE));
  }

  @Test
  void aNoteThatIsDamagedIsRefusedOrAnotherNoteAndNeverThrows() {
    show(1, 5, 6, 8);
    show(9, 3);
    byte[] bytes = records.note().encode();
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] other = bytes.clone();
      other[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(EarlyNote.decode(other)).isNotEqualTo(new Decoded.Value<>(records.note()));
    }
    for (int length = 1; length < bytes.length; length++) {
      assertThat(EarlyNote.decode(Arrays.copyOf(bytes, length)))
          .isInstanceOf(Decoded.Refused.class);
    }
  }

  @Test
  void noMoreIsShownThanThereIsRoomForAndNothingTwice() {
    for (int i = 0; i < EarlyRecords.RECORDS_MAX; i++) {
      records.show(1, i, digest(1, 1), 0);
    }
    assertThat(records.room()).isZero();
    assertThat(records.note().encode().length).isLessThan(EarlyNote.BYTES_MAX);
    assertThatThrownBy(() -> show(2, 0)).isInstanceOf(IllegalStateException.class);
    records.durableBelow(_ -> 10);
    assertThat(records.room()).isEqualTo(10);
    assertThatThrownBy(() -> show(1, 100)).isInstanceOf(IllegalStateException.class);
    assertThat(records.isShown(1, 100)).isTrue();
    assertThat(records.isShown(1, EarlyRecords.RECORDS_MAX)).isFalse();
  }

  @Test
  void theWidestNoteHasRoom() {
    List<EarlyNote.OfSource> all = new ArrayList<>();
    long wide = Long.MAX_VALUE;
    for (int i = 0; i < EarlyRecords.RECORDS_MAX; i++) {
      all.add(new EarlyNote.OfSource(wide, wide - 1, wide, 1, digest(1, 1), wide, wide));
    }
    var note = new EarlyNote(all);
    assertThat(EarlyNote.decode(note.encode())).isEqualTo(new Decoded.Value<>(note));
  }

  @Test
  void whatArrivedIsPassedOverOnceAndOnlyWhereItIsTheSame() {
    var sent = new EarlySent();
    var one = new One(1, 5, digest(1, 5));
    var two = new One(1, 6, digest(1, 6));
    sent.sent(10, List.of(one));
    sent.sent(11, List.of(two));
    assertThat(sent.hasArrived(one)).as("not acknowledged").isFalse();
    assertThat(sent.acknowledged(10)).isTrue();
    assertThat(sent.acknowledged(10)).as("twice").isFalse();
    assertThat(sent.acknowledged(99)).as("of the journal").isFalse();
    assertThat(sent.hasArrived(one)).isTrue();
    assertThat(sent.hasArrived(new One(1, 5, digest(1, 7)))).as("another value").isFalse();
    assertThat(sent.isUnderWay()).isTrue();
    sent.lost();
    assertThat(sent.isUnderWay()).isFalse();
    assertThat(sent.acknowledged(11)).as("of a link that is gone").isFalse();
    assertThat(sent.hasArrived(two)).isFalse();
    sent.passed(1, 5);
    assertThat(sent.hasArrived(one)).isFalse();
    assertThat(sent.hasSome(1)).isFalse();
    assertThat(sent.room()).isEqualTo(EarlyRecords.RECORDS_MAX);
  }

  @Test
  void whatIsRememberedIsCountedWhateverHappens() {
    var random = new SplittableRandom(Long.getLong("penstock.seed", 7));
    for (int round = 0; round < 200; round++) {
      var sent = new EarlySent();
      long parcel = 0;
      for (int i = 0; i < 50; i++) {
        switch (random.nextInt(4)) {
          case 0 -> {
            long source = random.nextInt(3);
            long seq = random.nextInt(20);
            sent.sent(++parcel, List.of(new One(source, seq, digest(source, seq))));
          }
          case 1 -> assertThat(sent.acknowledged(parcel + 1)).isFalse();
          case 2 -> {
            if (parcel > 0) {
              boolean _ = sent.acknowledged(1 + random.nextLong(parcel));
            }
          }
          default -> sent.passed(random.nextInt(3), random.nextInt(20));
        }
      }
      sent.lost();
      for (int source = 0; source < 3; source++) {
        sent.passed(source, 20);
      }
      assertThat(sent.room()).isEqualTo(EarlyRecords.RECORDS_MAX);
    }
  }
}
