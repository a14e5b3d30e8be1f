package dev.penstock.cbor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.Allocation;
import org.junit.jupiter.api.Test;

/** Writing and reading a record makes no object, once buffer and code are warm. */
class AllocationTest {
  private static final int RECORDS = 20_000;
  private static final int ROUNDS = 10;
  private static final byte[] DIGEST = new byte[32];

  private static void write(CborWriter writer, long seq) {
    writer.array(7);
    writer.unsigned(seq);
    writer.integer(-seq);
    writer.text("boiler 7");
    writer.float64(20.5 + seq * 0.001);
    writer.bytes(DIGEST);
    writer.map(2);
    writer.unsigned(1);
    writer.bool(true);
    writer.unsigned(2);
    writer.nullValue();
    writer.unsigned(seq & 0xff);
  }

  private static long read(CborReader reader) {
    reader.expectArray(7);
    long sum = reader.unsigned() + reader.integer() + reader.textInPlace(64);
    sum += (long) reader.float64() + reader.bytesInPlace(32);
    reader.expectMap(2);
    sum += reader.unsigned() + (reader.bool() ? 1 : 0) + reader.unsigned();
    reader.expectNull();
    return sum + reader.unsigned();
  }

  @Test
  void aRecordIsWrittenAndReadWithoutAnObject() {
    var writer = new CborWriter(1 << 12);
    var reader = new CborReader(CborLimits.ofBytes(1 << 24));
    long[] sum = {0};
    long least =
        Allocation.leastBytesOf(
            ROUNDS,
            () -> {
              writer.reset();
              for (int i = 0; i < RECORDS; i++) {
                write(writer, i);
              }
              reader.reset(writer.buffer(), writer.startAt(), writer.sizeBytes());
              while (reader.hasNext()) {
                sum[0] += read(reader);
              }
            });
    assertThat(reader.end()).isEmpty();
    assertThat(sum[0]).isPositive();
    // What the measuring itself makes is far below a byte for each record.
    assertThat(least).isLessThan(RECORDS);
  }
}
