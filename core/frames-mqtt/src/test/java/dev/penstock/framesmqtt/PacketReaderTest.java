package dev.penstock.framesmqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.framesmqtt.Incoming.Broken;
import dev.penstock.framesmqtt.Incoming.Delivery;
import dev.penstock.framesmqtt.Incoming.Publish;
import dev.penstock.framesmqtt.Incoming.Topic;
import dev.penstock.framesmqtt.Incoming.Unkept;
import dev.penstock.merkle.Digest;
import dev.penstock.testkit.Deep;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacketReaderTest {
  private static final HexFormat HEX = HexFormat.of();

  private static Incoming readOne(MqttVersion version, String hex) throws IOException {
    var in = new ByteArrayInputStream(HEX.parseHex(hex.replace(" ", "")));
    return new PacketReader(in, version, 100).read();
  }

  private static String hex(String text) {
    return HEX.formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  /** U+FFFD is a character like any other where it came as such: it does not make a topic none. */
  @Test
  void theReplacementCharacterIsText() throws IOException {
    Incoming said = readOne(MqttVersion.V3_1_1, "30 08 0006" + hex("a/\ufffdb"));
    assertThat(((Publish) said).topic()).isEqualTo(new Topic("a/\ufffdb", true));
    Incoming cut = readOne(MqttVersion.V3_1_1, "30 08 0006" + "efbfbd" + "efbf" + "41");
    assertThat(((Publish) cut).topic()).isEqualTo(new Topic("\\xef\\xbf\\xbd\\xef\\xbfA", false));
  }

  @Test
  void aMessageIsRead() throws IOException {
    assertThat(readOne(MqttVersion.V3_1_1, "3b 08 0003" + hex("a/b") + "0102" + "ff"))
        .isEqualTo(
            new Publish(
                new Topic("a/b", true),
                new Delivery(1, 258, true, true),
                null,
                ByteString.of(new byte[] {(byte) 0xff})));
    assertThat(readOne(MqttVersion.V5, "30 0a 0001" + hex("t") + "05 03 0002" + hex("ct") + "41"))
        .isEqualTo(
            new Publish(
                new Topic("t", true),
                new Delivery(0, 0, false, false),
                "ct",
                ByteString.of(new byte[] {'A'})));
  }

  /** MQTT 5 §3.3.2.3: message expiry, response topic, correlation data. */
  @Test
  void whatASenderWantsIsRead() throws IOException {
    String properties = "02 0000003c" + "08 0003" + hex("r/x") + "09 0002 00ff";
    Incoming said = readOne(MqttVersion.V5, "30 15 0001" + hex("t") + "10" + properties + "41");
    assertThat(((Publish) said).wanted())
        .isEqualTo(new Incoming.Wanted(60L, "r/x", ByteString.of(new byte[] {0, (byte) 0xff})));
    Incoming twice = readOne(MqttVersion.V5, "30 0c 0001" + hex("t") + "08 08 0001 61 08 0001 62");
    assertThat(twice).isInstanceOf(Unkept.class);
    Incoming cut = readOne(MqttVersion.V5, "30 08 0001" + hex("t") + "04 09 0005 61");
    assertThat(cut).isInstanceOf(Unkept.class);
  }

  @Test
  void theAnswersOfABrokerAreRead() throws IOException {
    assertThat(readOne(MqttVersion.V3_1_1, "20 02 01 00"))
        .isEqualTo(new Incoming.ConnAck(true, 0, Incoming.Properties.NONE));
    assertThat(readOne(MqttVersion.V5, "20 08 00 00 05 11 0000 0e10"))
        .isInstanceOfSatisfying(
            Incoming.ConnAck.class,
            ack -> assertThat(ack.properties().sessionExpirySeconds()).isEqualTo(3_600));
    assertThat(readOne(MqttVersion.V5, "90 05 0007 00 01 87"))
        .isEqualTo(new Incoming.SubAck(7, List.of(1, 0x87)));
    assertThat(readOne(MqttVersion.V3_1_1, "90 04 0007 01 80"))
        .isEqualTo(new Incoming.SubAck(7, List.of(1, 0x80)));
    assertThat(readOne(MqttVersion.V5, "62 02 0009")).isEqualTo(new Incoming.PubRel(9));
    assertThat(readOne(MqttVersion.V5, "40 03 0009 10")).isEqualTo(new Incoming.PubAck(9, 0x10));
    assertThat(readOne(MqttVersion.V5, "d0 00")).isEqualTo(new Incoming.PingResp());
    assertThat(readOne(MqttVersion.V5, "e0 01 8e"))
        .isEqualTo(new Incoming.Disconnect(0x8e, Incoming.Properties.NONE));
  }

  /** [MQTT-1.5.4-1]: we keep the message and say so, instead of hearing it again for ever. */
  @ParameterizedTest
  @CsvSource({
    "80, \\x80",
    "612f80, a/\\x80",
    "eda080, \\xed\\xa0\\x80",
    "c080, \\xc0\\x80",
    "6100, a\\x00",
    "612b, a+",
    "23, #",
    "5c23, \\x5c#",
  })
  void aTopicThatIsNoneIsShownAndItsMessageKept(String topic, String shown) throws IOException {
    int bytes = topic.length() / 2;
    String packet = "32 %02x %04x".formatted(bytes + 5, bytes) + topic + "0001 41";
    assertThat(readOne(MqttVersion.V3_1_1, packet))
        .isEqualTo(
            new Publish(
                new Topic(shown, false),
                new Delivery(1, 1, false, false),
                null,
                ByteString.of(new byte[] {'A'})));
  }

  @Test
  void aMessageBeyondTheLimitIsReadThroughItsDigest() throws Exception {
    byte[] payload = new byte[1_000_000];
    new SplittableRandom(1).nextBytes(payload);
    var writer = new PacketWriter(MqttVersion.V5);
    var stream = new ByteArrayOutputStream();
    stream.writeBytes(writer.publish(5, "big", ByteString.of(payload), false));
    stream.writeBytes(writer.publish(6, "next", ByteString.of(new byte[] {1}), false));
    var reader =
        new PacketReader(new ByteArrayInputStream(stream.toByteArray()), MqttVersion.V5, 999_999);
    assertThat(reader.read())
        .isEqualTo(
            new Unkept(
                new Topic("big", true),
                new Delivery(1, 5, false, false),
                1_000_000,
                sha256(payload),
                null));
    assertThat(reader.read()).isInstanceOf(Publish.class);
  }

  private static Digest sha256(byte[] bytes) throws GeneralSecurityException {
    return Digest.of(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  /** A length that promises 256 MiB, from a peer that sends nothing, costs no memory. */
  @Test
  void aLengthAloneCostsNoMemory() {
    byte[] promise = HEX.parseHex("30ffffff7f0001" + hex("t"));
    var reader = new PacketReader(new ByteArrayInputStream(promise), MqttVersion.V3_1_1, 256 << 20);
    assertThatExceptionOfType(EOFException.class).isThrownBy(reader::read);
  }

  @ParameterizedTest
  @CsvSource({
    "32 08 0001 74 0001 02 7f 00, property 127 is unknown",
    "32 06 0001 74 0001 05, the properties are longer than the packet",
    "32 05 0001 74 0001, the length of the properties is malformed",
    "32 09 0001 74 0001 03 23 0001, 'a topic alias came, and none was allowed'",
    "32 0a 0001 74 0001 04 01 00 01 00, property 1 stands there twice",
  })
  void aMessageWithWrongPropertiesCanStillBeAcknowledged(String packet, String reason)
      throws IOException {
    assertThat(readOne(MqttVersion.V5, packet))
        .isInstanceOfSatisfying(
            Unkept.class,
            unkept -> {
              assertThat(unkept.reason()).isEqualTo(reason);
              assertThat(unkept.delivery().packetId()).isEqualTo(1);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "36 05 0001 74 0001, PUBLISH with QoS 3",
    "30 80 80 80 80 01, the length of a packet has more than 4 bytes",
    "32 03 0001 74, PUBLISH with 3 bytes",
    "32 05 0002 74 0001, PUBLISH of 5 bytes with a topic of 2",
    "32 05 0001 74 0000, PUBLISH with QoS 1 and packet identifier 0",
    "10 00, packet type 1 is not for a client",
    "60 02 0001, packet type 6 with flags 0",
    "20 01 00, packet type 2: the packet ends inside a field",
    "20 02 02 00, packet type 2: reserved flags are set",
    "c0 ff ff ff 7f, packet type 12 with 268435455 bytes",
  })
  void whatIsNoPacketEndsTheConnection(String packet, String reason) throws IOException {
    assertThat(readOne(MqttVersion.V3_1_1, packet)).isEqualTo(new Broken(reason));
  }

  @Test
  void howTheBytesArriveDoesNotMatter() throws IOException {
    var writer = new PacketWriter(MqttVersion.V5);
    var stream = new ByteArrayOutputStream();
    for (int i = 1; i <= 200; i++) {
      stream.writeBytes(writer.publish(i, "t/" + i, ByteString.of(new byte[i * 7]), i % 2 == 0));
      stream.writeBytes(PacketWriter.pubAck(i));
    }
    byte[] bytes = stream.toByteArray();
    List<Incoming> whole = readAll(new ByteArrayInputStream(bytes), 100_000);
    assertThat(whole).hasSize(400);
    assertThat(readAll(new InDrops(bytes), 100_000)).isEqualTo(whole);
  }

  /** Whatever the bytes: packets, then the end; nothing is thrown but that, nothing read twice. */
  @Test
  void randomBytesNeverThrow() throws IOException {
    var random = new SplittableRandom(7);
    int cases = Deep.cases(20_000, 2_000_000);
    for (int i = 0; i < cases; i++) {
      byte[] bytes = new byte[random.nextInt(1, 64)];
      random.nextBytes(bytes);
      if (random.nextInt(3) > 0) {
        bytes[0] = (byte) (0x30 | random.nextInt(16));
        if (bytes.length > 2) {
          bytes[1] = (byte) (bytes.length - 2);
        }
      }
      assertThat(readAll(new ByteArrayInputStream(bytes), 10).size())
          .isLessThanOrEqualTo(bytes.length);
    }
  }

  private static List<Incoming> readAll(InputStream in, int payloadBytesMax) throws IOException {
    List<Incoming> packets = new ArrayList<>();
    var reader = new PacketReader(in, MqttVersion.V5, payloadBytesMax);
    try {
      while (true) {
        Incoming packet = reader.read();
        packets.add(packet);
        if (packet instanceof Broken) {
          return packets;
        }
      }
    } catch (EOFException e) {
      return packets;
    }
  }

  /** Gives one byte at a time. */
  private static final class InDrops extends InputStream {
    private final byte[] bytes;
    private int at;

    InDrops(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() {
      return at < bytes.length ? bytes[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int from, int length) {
      int next = read();
      if (next < 0) {
        return -1;
      }
      into[from] = (byte) next;
      return 1;
    }
  }
}
