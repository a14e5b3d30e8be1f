package dev.penstock.bench.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.framesmqtt.Incoming.Publish;
import dev.penstock.framesmqtt.MqttVersion;
import dev.penstock.framesmqtt.PacketReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class NumberedTest {
  private static Publish written(Numbered messages, long number, int id, boolean isAgain)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(1_000);
    messages.write(buffer, number, id, 12_345, isAgain);
    var in = new ByteArrayInputStream(buffer.array(), 0, buffer.position());
    return (Publish) new PacketReader(in, MqttVersion.V3_1_1, 1_000).read();
  }

  @Test
  void aMessageIsReadAsItWasWrittenOnItsOwnTopic() throws IOException {
    var messages = new Numbered("root", 3, 2, 64);
    for (long number : new long[] {0, 1, 5, 6, 4_000_000_000L}) {
      Publish read = written(messages, number, 60_000, number == 5);
      long topic = number % 6;
      assertThat(read.topic().text()).isEqualTo("root/s" + (topic % 3) + "/p" + (topic / 3));
      assertThat(read.delivery().packetId()).isEqualTo(60_000);
      assertThat(read.delivery().qos()).isEqualTo(1);
      assertThat(read.delivery().isDuplicate()).isEqualTo(number == 5);
      assertThat(read.payload().size()).isEqualTo(64);
      assertThat(Numbered.number(read.payload().bytes())).hasValue(number);
      assertThat(Numbered.nanos(read.payload().bytes())).isEqualTo(12_345);
    }
  }

  @Test
  void aPayloadOfWhichABitWasChangedHasNoNumber() throws IOException {
    byte[] payload = written(new Numbered("r", 1, 1, 24), 77, 1, false).payload().bytes();
    for (int bit = 0; bit < 8 * 24; bit++) {
      byte[] changed = payload.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(Numbered.number(changed)).as("bit %d", bit).isEmpty();
    }
    assertThat(Numbered.number(new byte[23])).isEmpty();
  }

  @Test
  void aPayloadWithoutRoomForANumberIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Numbered("r", 1, 1, 23))
        .withMessageContaining("payload_bytes is 23, must be 24 or more");
  }

  @Test
  void aPaceIsExactHoweverLongItLasts() {
    var pace = new Pace(20_000, 1_000);
    assertThat(pace.dueAt(1_000)).isZero();
    assertThat(pace.dueAt(1_000 + 50_000)).isEqualTo(1);
    assertThat(pace.dueAt(1_000 + 1_500_000_000L)).isEqualTo(30_000);
    // A month.
    assertThat(pace.dueAt(1_000 + 2_592_000L * 1_000_000_000L)).isEqualTo(51_840_000_000L);
  }
}
