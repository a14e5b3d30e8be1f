package dev.penstock.evidence.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cbor.Decoded;
import dev.penstock.testkit.Allocation;
import dev.penstock.testkit.Deep;
import dev.penstock.testkit.Seed;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecordHeadTest {
  private final RecordHead head = new RecordHead();

  @ParameterizedTest
  @EnumSource
  void itShowsTheFieldsOfEveryRecord(RecordKind kind) {
    var records = new RandomRecords(new SplittableRandom(Seed.value()));
    for (int i = 0; i < Deep.cases(60, 5_000); i++) {
      LedgerRecord record = records.of(kind);
      assertShows(record, record.encode());
    }
  }

  @Test
  void itTakesWhatTheDecoderTakesWhateverTheBytes() {
    var random = new SplittableRandom(Seed.value());
    var records = new RandomRecords(random);
    int taken = 0;
    for (int i = 0; i < Deep.cases(20_000, 2_000_000); i++) {
      byte[] bytes = records.any().encode();
      bytes[random.nextInt(Math.min(bytes.length, 40))] = (byte) random.nextInt();
      if (LedgerRecord.decode(bytes) instanceof Decoded.Value<LedgerRecord>(var record)) {
        taken++;
        assertShows(record, bytes);
      }
    }
    assertThat(taken).isPositive();
  }

  /** RFC 8949 §4.2.1: the shortest form only. */
  @Test
  void aLongerFormOfANumberIsRefused() {
    assertThat(isTaken(0x88, 0, 1, 0, 0, 0xf6, 0xf6, 0, 0xf6)).isTrue();
    assertThat(isTaken(0x88, 24, 0, 1, 0, 0, 0xf6, 0xf6, 0, 0xf6)).isFalse();
    assertThat(isTaken(0x88, 25, 0, 24, 1, 0, 0, 0xf6, 0xf6, 0, 0xf6)).isFalse();
    assertThat(isTaken(0x88, 26, 0, 0, 1, 0, 1, 0, 0, 0xf6, 0xf6, 0, 0xf6)).isFalse();
  }

  @Test
  void whatIsNoRecordIsRefused() {
    assertThat(isTaken()).isFalse();
    assertThat(isTaken(0x87, 0, 1, 0, 0, 0xf6, 0xf6, 0)).isFalse();
    assertThat(isTaken(0x88, 0, 0, 0, 0, 0xf6, 0xf6, 0, 0xf6)).as("kind 0").isFalse();
    assertThat(isTaken(0x88, 0, 23, 0, 0, 0xf6, 0xf6, 0, 0xf6)).as("kind 23").isFalse();
    assertThat(isTaken(0x88, 0, 1, 0xf6, 0, 0xf6, 0xf6, 0, 0xf6)).as("no source").isFalse();
    assertThat(isTaken(0x88, 0x20, 1, 0, 0, 0xf6, 0xf6, 0, 0xf6)).as("seq -1").isFalse();
  }

  @Test
  void aHeadThatIsCutOffIsRefused() {
    var records = new RandomRecords(new SplittableRandom(Seed.value()));
    byte[] bytes = records.of(RecordKind.SAMPLE).encode();
    int length = 0;
    while (!head.read(bytes, 0, length)) {
      length++;
    }
    // Seven fields and the array's head have a byte each at least.
    assertThat(length).as(Seed.describe()).isBetween(8, bytes.length);
  }

  @Test
  void nothingIsAllocated() {
    byte[] bytes = new RandomRecords(new SplittableRandom(1)).of(RecordKind.SAMPLE).encode();
    assertThat(Allocation.leastBytesOf(30, () -> assertThatTaken(bytes))).isZero();
  }

  private void assertThatTaken(byte[] bytes) {
    for (int i = 0; i < 1_000; i++) {
      if (!head.read(bytes, 0, bytes.length)) {
        throw new AssertionError("a record is refused");
      }
    }
  }

  private boolean isTaken(int... wire) {
    byte[] bytes = new byte[wire.length];
    for (int i = 0; i < wire.length; i++) {
      bytes[i] = (byte) wire[i];
    }
    return head.read(bytes, 0, bytes.length);
  }

  /** Reads the record where it stands between other bytes. */
  private void assertShows(LedgerRecord record, byte[] bytes) {
    byte[] around = new byte[bytes.length + 5];
    Arrays.fill(around, (byte) 0xff);
    System.arraycopy(bytes, 0, around, 2, bytes.length);
    assertThat(head.read(around, 2, bytes.length)).as("%s %s", record, Seed.describe()).isTrue();
    assertThat(head.seq()).isEqualTo(record.seq());
    assertThat(head.kind()).isEqualTo(record.kind());
    assertThat(head.source()).isEqualTo(record.source());
    assertThat(head.point()).isEqualTo(orNone(record.point()));
    assertThat(head.sourceTime()).isEqualTo(orNone(record.sourceTime()));
    assertThat(head.receivedTime()).isEqualTo(orNone(record.receivedTime()));
    assertThat(head.quality()).isEqualTo(record.quality());
  }

  private static long orNone(@Nullable Long number) {
    return number == null ? RecordHead.NONE : number;
  }
}
