package dev.penstock.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.framesmqtt.PacketWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AckLineTest {
  private final List<String> sent = new ArrayList<>();
  private final AckLine line = new AckLine(bytes -> sent.add(Integer.toString(bytes[0])));

  private AckLine.Place place(int number) {
    return line.add(new byte[] {(byte) number});
  }

  /** [MQTT-4.6.0-2]. */
  @Test
  void acknowledgementsKeepTheOrderOfTheMessages() {
    var first = place(1);
    var second = place(2);
    var third = place(3);
    line.durable(third);
    line.durable(second);
    assertThat(sent).isEmpty();
    line.durable(first);
    assertThat(sent).containsExactly("1", "2", "3");
    assertThat(line.openCount()).isZero();
  }

  @Test
  void anEndedConnectionAcknowledgesNothing() {
    var first = place(1);
    line.close();
    line.durable(first);
    assertThat(sent).isEmpty();
  }

  /** MQTT 5 §4.3.3: what came once is not handed in twice, whenever it becomes durable. */
  @Test
  void aSecondHalfOpensOnceAndIsAnsweredOnTheConnectionThatIsThere() {
    var halves = new SecondHalves();
    var half = halves.received(7, line);
    assertThat(half).isNotNull();
    List<byte[]> later = new ArrayList<>();
    var next = new AckLine(later::add);
    line.close();
    assertThat(halves.received(7, next)).isNull();
    assertThat(later).isEmpty();
    half.durable();
    assertThat(later).singleElement().isEqualTo(PacketWriter.pubRec(7));
    assertThat(sent).isEmpty();
    halves.released(7);
    assertThat(halves.received(7, next)).isNotNull();
  }
}
