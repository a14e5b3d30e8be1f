package dev.penstock.framesmqtt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacketWriterTest {
  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static ByteString text(String text) {
    return ByteString.of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Byte by byte after MQTT 3.1.1 §3.1. */
  @Test
  void connectOf311() {
    var connect =
        new Connect(
            MqttVersion.V3_1_1,
            "me",
            false,
            60,
            30,
            "u",
            text("p"),
            new Connect.Will("w", text("x"), 1, true));
    assertThat(hex(PacketWriter.connect(connect)))
        .isEqualTo(
            "101a"
                + "00044d515454"
                + "04"
                + "ec"
                + "001e"
                + "00026d65"
                + "000177"
                + "000178"
                + "000175"
                + "000170");
  }

  /** MQTT 5 §3.1: Session Expiry Interval in front of the client id. */
  @Test
  void connectOf5() {
    var connect = new Connect(MqttVersion.V5, "me", true, 3_600, 30, null, null, null);
    assertThat(hex(PacketWriter.connect(connect)))
        .isEqualTo("1014" + "00044d515454" + "05" + "02" + "001e" + "051100000e10" + "00026d65");
  }

  /** §3.1.3: will properties, topic and payload stand between client id and user. */
  @Test
  void connectOf5WithAWill() {
    var will = new Connect.Will("w", text("x"), 2, false);
    var connect = new Connect(MqttVersion.V5, "me", false, 0, 30, null, null, will);
    assertThat(hex(PacketWriter.connect(connect)))
        .isEqualTo(
            "101b"
                + "00044d515454"
                + "05"
                + "14"
                + "001e"
                + "051100000000"
                + "00026d65"
                + "00"
                + "000177"
                + "000178");
    assertThat(hex(PacketWriter.disconnectWithWill())).isEqualTo("e00104");
  }

  @Test
  void subscribeAsksForNoMessageOfOurOwn() {
    var wishes =
        List.of(
            new PacketWriter.Wish(new TopicFilter("a"), 1, 1),
            new PacketWriter.Wish(new TopicFilter("$share/g/b"), 2, 0));
    assertThat(hex(new PacketWriter(MqttVersion.V5).subscribe(7, wishes)))
        .isEqualTo("8214" + "0007" + "00" + "000161" + "15" + "000a2473686172652f672f62" + "02");
    assertThat(hex(new PacketWriter(MqttVersion.V3_1_1).subscribe(7, wishes)))
        .isEqualTo("8213" + "0007" + "000161" + "01" + "000a2473686172652f672f62" + "02");
  }

  /** MQTT 5 §3.8.3.1: Retain As Published; before, there is no such thing. */
  @Test
  void subscribeMayAskForTheRetainFlagAsItWas() {
    var wishes = List.of(new PacketWriter.Wish(new TopicFilter("a"), 1, 0, true));
    assertThat(hex(new PacketWriter(MqttVersion.V5).subscribe(7, wishes)))
        .isEqualTo("8207" + "0007" + "00" + "000161" + "0d");
    assertThat(hex(new PacketWriter(MqttVersion.V3_1_1).subscribe(7, wishes)))
        .isEqualTo("8206" + "0007" + "000161" + "01");
  }

  @Test
  void anAnswerCarriesWhatItsAskerKnowsItBy() {
    var head = new PacketWriter.Head(0, 0, false, "a/b", 0, text("k"));
    assertThat(hex(new PacketWriter(MqttVersion.V5).publish(head, "t", new byte[] {1})))
        .isEqualTo("300f" + "000174" + "0a" + "030003612f62" + "0900016b" + "01");
    assertThat(hex(new PacketWriter(MqttVersion.V3_1_1).publish(head, "t", new byte[] {1})))
        .isEqualTo("3004" + "000174" + "01");
  }

  @Test
  void aPasswordIsNeverShown() {
    var connect = new Connect(MqttVersion.V5, "me", true, 0, 30, "u", text("geheim"), null);
    assertThat(connect.toString()).isEqualTo("CONNECT V5 as me").doesNotContain("geheim");
  }
}
