package dev.penstock.bench.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penstock.framesmodbus.plan.Fetch;
import dev.penstock.testkit.Seed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is looked at on the wire, counted, and read from devices. */
class MeasuringTest {
  private static final long MILLI = 1_000_000;

  private static Sent sent(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return Sent.of("bench/plc-0", bytes, 0, bytes.length);
  }

  @Test
  void theWholePartOfAValueSaysHowOldItIs() {
    var random = new SplittableRandom(Seed.value());
    for (int i = 0; i < 1_000; i++) {
      long made = random.nextLong(1L << 60);
      int age = random.nextInt(Stamp.ROUND_MS);
      int noise = random.nextInt();
      float value = Stamp.of(made, noise);
      assertThat(Stamp.ageMs((int) value, made + age * MILLI)).as(Seed.describe()).isEqualTo(age);
      assertThat(Double.toString(value)).as(Seed.describe()).doesNotContain("E");
      assertThat((value - (int) value) * 128).as("noise").isEqualTo(noise & 127);
    }
  }

  @Test
  void marksAreFoundWhoeverWroteThem() {
    Sent sent =
        sent(
            "{\"source\":\"plc-0\",\"historical\":true,\"values\":["
                + "{\"point\":\"value\",\"value\":17.5,\"seq\":41},"
                + "{\"point\":\"b\",\"value\":null,\"seq\":42},"
                + "{\"value\":65536.9921875,\"quality\":0,\"seq\":40}]}");
    assertThat(sent.count()).isEqualTo(2);
    assertThat(sent.whole(0)).isEqualTo(17);
    assertThat(sent.whole(1)).isEqualTo(65_536);
    assertThat(sent.seqCount()).isEqualTo(3);
    assertThat(sent.seq(2)).isEqualTo(40);
    assertThat(sent.isHistorical()).isTrue();
    Sent cut = sent("[{\"value\":7");
    assertThat(cut.count()).isEqualTo(1);
    assertThat(cut.isHistorical()).isFalse();
    assertThat(sent("{\"value\":").count()).isZero();
  }

  private static Sent numbered(int from, int to, int whole) {
    var text = new StringBuilder("[");
    for (int i = from; i < to; i++) {
      text = text.append("{\"value\":%d.5,\"seq\":%d},".formatted(whole, i));
    }
    return sent(text.toString());
  }

  @Test
  void whatIsMissingBetweenNumbersIsCountedUntilItComes() {
    var tally = new Tally();
    tally.acknowledged(numbered(5, 105, 1), 0);
    tally.acknowledged(numbered(205, 305, 1), 0);
    assertThat(tally.missing()).isEqualTo(100);
    tally.acknowledged(numbered(105, 205, 1), 0);
    tally.acknowledged(numbered(105, 110, 1), 0);
    assertThat(tally.missing()).isZero();
    assertThat(tally.counts().values()).isEqualTo(305);
    assertThat(tally.topicsWith(305)).isEqualTo(1);
    assertThat(tally.topicsWith(306)).isZero();
    tally.clear();
    assertThat(tally.counts()).isEqualTo(new Tally.Counts(0, 0, 0));
  }

  @Test
  void percentilesAreThoseOfTheValuesAndHistoryHasNoAge() {
    var tally = new Tally();
    assertThat(tally.ageMs(99)).isZero();
    tally.acknowledged(numbered(0, 99, 1), 3 * MILLI);
    tally.acknowledged(numbered(99, 100, 1), 900 * MILLI);
    assertThat(tally.ageMs(50)).isEqualTo(3);
    assertThat(tally.ageMs(99)).isEqualTo(3);
    assertThat(tally.ageMs(100)).isEqualTo(900);
    tally.clearAges();
    tally.acknowledged(sent("{\"historical\":true,\"value\":1.5}"), 50 * MILLI);
    assertThat(tally.ageMs(50)).isZero();
    assertThat(tally.counts().historical()).isEqualTo(1);
  }

  private static byte[] packet(int head, byte[] body) {
    int high = body.length >> 7;
    byte[] all = new byte[body.length + (high > 0 ? 3 : 2)];
    all[0] = (byte) head;
    all[1] = (byte) (high > 0 ? (body.length & 0x7f) | 0x80 : body.length);
    if (high > 0) {
      all[2] = (byte) high;
    }
    System.arraycopy(body, 0, all, all.length - body.length, body.length);
    return all;
  }

  @Test
  void packetsAreFoundHoweverTheyAreCutOnTheirWay() throws IOException {
    var random = new SplittableRandom(Seed.value());
    for (int story = 0; story < 200; story++) {
      List<String> packets = new ArrayList<>();
      var wire = new ByteArrayOutputStream();
      for (int i = 0; i < 20; i++) {
        byte[] body = new byte[random.nextInt(random.nextBoolean() ? 5 : 2_000)];
        random.nextBytes(body);
        int head = random.nextInt(256);
        packets.add(head + Arrays.toString(body));
        wire.writeBytes(packet(head, body));
      }
      List<String> found = new ArrayList<>();
      var scan =
          new MqttScan((head, bytes, from, to) -> {
            found.add(head + Arrays.toString(Arrays.copyOfRange(bytes, from, to)));
          });
      byte[] all = wire.toByteArray();
      int at = 0;
      while (at < all.length) {
        int length = Math.min(all.length - at, 1 + random.nextInt(700));
        scan.add(Arrays.copyOfRange(all, at, at + length), length);
        at += length;
      }
      assertThat(found).as(Seed.describe()).isEqualTo(packets);
    }
  }

  @Test
  void whatIsNoMqttIsNotWaitedFor() {
    var scan = new MqttScan((_, _, _, _) -> {});
    byte[] endless = {0x30, -1, -1, -1, -1, 0};
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> scan.add(endless, endless.length))
        .withMessageContaining("no MQTT");
  }

  @Test
  void fourFifthsOfTheTagsStandTogetherAndAllAreRead() {
    var tags = new Tags(2, 1_000, 1_000, 60);
    List<Integer> addresses = tags.addresses();
    assertThat(addresses).hasSize(1_000).doesNotHaveDuplicates().isSorted();
    assertThat(addresses.get(799)).isEqualTo(2 * 799);
    assertThat(addresses.get(999)).isGreaterThan(20_000);
    assertThat(addresses).allMatch(each -> each % 2 == 0 && each < 65_536);
    List<Fetch> fetches = tags.fetches();
    assertThat(fetches.stream().mapToInt(each -> each.points().count()).sum()).isEqualTo(1_000);
    assertThat(fetches).allMatch(each -> each.quantity() <= 125);
    assertThat(new Tags(2, 1_000, 1_000, 0).fetches()).hasSizeGreaterThan(fetches.size());
  }
}
