package dev.penstock.flow.devices;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.journal.Frame;
import dev.penstock.flow.journal.FrameBatch;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.VerificationKey;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DeviceMemoryTest {
  private static final ByteString CHAIN = ByteString.of(new byte[16]);

  /** A frame of a batch, as a reader of the journal would meet it. */
  private record Stored(FrameBatch batch, int frame, long position) implements Frame {
    @Override
    public RecordClass recordClass() {
      return batch.recordClass(frame);
    }

    @Override
    public long source() {
      return batch.source(frame);
    }

    @Override
    public long firstSeq() {
      return batch.firstSeq(frame);
    }

    @Override
    public int count() {
      return batch.firstRecord(frame + 1) - batch.firstRecord(frame);
    }

    @Override
    public byte[] buffer() {
      return batch.buffer();
    }

    @Override
    public int startOf(int index) {
      return batch.startOf(batch.firstRecord(frame) + index);
    }

    @Override
    public int segment() {
      return 0;
    }

    @Override
    public int offsetOf(int index) {
      return startOf(index);
    }
  }

  private static Frame frame(ByteString id, byte[] content, long steady, long position) {
    var batch = new FrameBatch();
    new DeviceMemory.Part(id, ByteString.of(content), steady, steady + 1_000).layOut(batch);
    return new Stored(batch, 0, position);
  }

  private static byte[] bytes(SplittableRandom random) {
    byte[] bytes = new byte[1 + random.nextInt(1 << random.nextInt(1, 18))];
    random.nextBytes(bytes);
    return bytes;
  }

  @Test
  void theNewestStateInTheOrderOfTheJournalIsRemembered() {
    Property.forAll(Gen.seeds())
        .cases(100, 10_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          var memory = new DeviceMemory();
          byte[] older = bytes(random);
          byte[] newer = bytes(random);
          memory.take(frame(CHAIN, older, 5, 10));
          memory.take(frame(DeviceMemory.OBSERVER, older, 6, 11));
          memory.take(frame(CHAIN, newer, 7, 12));
          // As a sealer that reads again from the ledger's low after a start.
          memory.take(frame(CHAIN, older, 5, 10));
          assertThat(memory.find(CHAIN)).contains(ByteString.of(newer));
          assertThat(memory.find(DeviceMemory.OBSERVER)).contains(ByteString.of(older));
          assertThat(memory.chains()).containsOnlyKeys(CHAIN);
          assertThat(memory.position()).isEqualTo(13);
          assertThat(memory.steadyAt(1_007)).isEqualTo(7);
          assertThat(memory.steadyAt(1_507)).isEqualTo(507);
          assertThat(memory.steadyAt(3)).as("the clock was set back").isEqualTo(7);
        });
  }

  @Test
  void notesSayTheSameAgain() {
    var random = new SplittableRandom(1);
    var memory = new DeviceMemory();
    memory.take(frame(CHAIN, bytes(random), 5, 10));
    memory.take(frame(DeviceMemory.PINS, bytes(random), 6, 11));
    var read = ((Decoded.Value<DeviceMemory>) DeviceMemory.decode(memory.encode())).value();
    assertThat(read.encode()).isEqualTo(memory.encode());
    assertThat(read.find(CHAIN)).isEqualTo(memory.find(CHAIN));
    assertThat(read.position()).isEqualTo(12);
  }

  @Test
  void notesOfAnyContentAreReadOrRefused() {
    var memory = new DeviceMemory();
    memory.take(frame(CHAIN, new byte[] {1, 2, 3}, 5, 10));
    byte[] good = memory.encode();
    Property.forAll(Gen.seeds())
        .cases(300, 100_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          byte[] bytes = good.clone();
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
          assertThat(DeviceMemory.decode(bytes)).isNotNull();
        });
  }

  @Test
  void pinsSayTheSameAgain() {
    byte[] raw = HexFormat.of().parseHex("01".repeat(32));
    var pin =
        new DevicePin(
            "pump-7",
            "pump-7.example",
            ChainId.of(new byte[16]),
            VerificationKey.of(SignatureAlgorithm.ED25519, raw),
            3,
            List.of(new DevicePin.PointName(0, "pressure"), new DevicePin.PointName(9, "flow")));
    ByteString stored = ByteString.of(DevicePins.encode(List.of(pin)));
    assertThat(DevicePins.decode(stored)).isEqualTo(new Decoded.Value<>(List.of(pin)));
    assertThat(DevicePins.decode(ByteString.at(stored.bytes(), 0, stored.size() - 1)))
        .isInstanceOf(Decoded.Refused.class);
  }
}
