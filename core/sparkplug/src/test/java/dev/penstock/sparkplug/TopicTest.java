package dev.penstock.sparkplug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.sparkplug.payload.Payload;
import dev.penstock.sparkplug.payload.PayloadLimits;
import dev.penstock.sparkplug.payload.PayloadWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopicTest {
  private static final NodeId NODE = NodeId.of("G", "E");

  /**
   * Req: tck-id-topic-structure, tck-id-topic-structure-namespace-a, tck-id-intro-group-id-string,
   * tck-id-intro-edge-node-id-string, tck-id-intro-device-id-string,
   * tck-id-topic-structure-namespace-device-id-associated-message-types,
   * tck-id-topic-structure-namespace-device-id-non-associated-message-types
   */
  @Test
  void eachKindOfMessageHasItsTopicAndIsFoundByIt() {
    SparkplugId device = new SparkplugId("D ü");
    for (MessageType type : MessageType.values()) {
      Topic topic = type.isOfDevice() ? NODE.topic(type, device) : NODE.topic(type);
      String text = "spBv1.0/G/" + type + "/E" + (type.isOfDevice() ? "/D ü" : "");
      assertThat(topic.text()).isEqualTo(text);
      assertThat(Topic.parse(text)).contains(topic);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> {
            Topic _ = type.isOfDevice() ? NODE.topic(type) : NODE.topic(type, device);
          });
    }
    assertThat(Topic.parse("spBv1.0/STATE/scada"))
        .contains(new Topic.OfHost(new SparkplugId("scada")));
  }

  @Test
  void whatIsNoTopicOfSparkplugIsNone() {
    for (String text :
        List.of(
            "",
            "spBv1.0",
            "spBv1.0/STATE",
            "STATE/scada",
            "spBv1.0/STATE/scada/x",
            "spBv1.0/STATE/NBIRTH/E",
            "spBv1.0/G/NBIRTH",
            "spBv1.0/G/NBIRTH/E/D",
            "spBv1.0/G/DBIRTH/E",
            "spBv1.0/G/DBIRTH/E/",
            "spBv1.0/G/DBIRTH/E/D/x",
            "spBv1.0/G/nbirth/E",
            "spBv1.0/G/+/E",
            "spAv1.0/G/NBIRTH/E",
            "/spBv1.0/G/NBIRTH/E")) {
      assertThat(Topic.parse(text)).as(text).isEmpty();
    }
  }

  /**
   * Req: tck-id-intro-group-id-chars, tck-id-intro-edge-node-id-chars,
   * tck-id-intro-device-id-chars, tck-id-topic-structure-namespace-valid-group-id,
   * tck-id-topic-structure-namespace-valid-edge-node-id,
   * tck-id-topic-structure-namespace-valid-device-id
   */
  @Test
  void anIdIsOneLevelOfATopic() {
    for (String odd : List.of("", "a+b", "a/b", "#", "a\0", "a\nb", "\ud800", "x".repeat(1_025))) {
      assertThat(SparkplugId.fault(odd)).isPresent();
      assertThatIllegalArgumentException().isThrownBy(() -> new SparkplugId(odd));
    }
    for (String good : List.of("a", "Well 3", "井戸", "$a", "𝄞")) {
      assertThat(SparkplugId.fault(good)).isEmpty();
    }
    assertThatIllegalArgumentException().isThrownBy(() -> NodeId.of("STATE", "E"));
  }

  /** Req: tck-id-topic-structure-namespace-duplicate-device-id-across-edge-node */
  @Test
  void nodesMayHaveDevicesOfOneName() {
    SparkplugId device = new SparkplugId("D");
    assertThat(NODE.topic(MessageType.DDATA, device))
        .isNotEqualTo(NodeId.of("G", "F").topic(MessageType.DDATA, device));
  }

  @Test
  void aHostSaysWhetherItIsThere() {
    assertThat(state("{\"online\":true,\"timestamp\":1668114759262}"))
        .isEqualTo(new Heard.State(new SparkplugId("h"), new HostState(true, 1_668_114_759_262L)));
    assertThat(state("{ \"timestamp\" : 5, \"online\" : false, \"more\" : [1] }"))
        .isEqualTo(new Heard.State(new SparkplugId("h"), new HostState(false, 5)));
    for (String odd :
        List.of(
            "",
            "ONLINE",
            "true",
            "{\"online\":\"true\",\"timestamp\":5}",
            "{\"online\":true,\"timestamp\":\"5\"}",
            "{\"online\":true,\"timestamp\":-5}",
            "{\"online\":true,\"timestamp\":5.5}",
            "{\"online\":true}",
            "{\"online\":true,\"online\":false,\"timestamp\":5}")) {
      assertThat(state(odd)).as(odd).isInstanceOf(Heard.Malformed.class);
    }
  }

  private static Heard state(String json) {
    return Heard.read(
        "spBv1.0/STATE/h", json.getBytes(StandardCharsets.UTF_8), PayloadLimits.COMMAND);
  }

  @Test
  void aMessageIsReadByItsTopic() {
    Payload payload = Payload.at(5, List.of()).numbered(3);
    byte[] bytes = PayloadWriter.write(payload);
    assertThat(Heard.read("spBv1.0/G/NDATA/E", bytes, PayloadLimits.COMMAND))
        .isEqualTo(new Heard.Message(NODE.topic(MessageType.NDATA), payload));
    assertThat(Heard.read("plant/x", bytes, PayloadLimits.COMMAND)).isEqualTo(new Heard.Foreign());
    assertThat(Heard.read("spBv1.0/G/NDATA/E", new byte[] {0}, PayloadLimits.COMMAND))
        .isEqualTo(
            new Heard.Malformed(
                NODE.topic(MessageType.NDATA), 0, "a field number is out of range"));
  }
}
