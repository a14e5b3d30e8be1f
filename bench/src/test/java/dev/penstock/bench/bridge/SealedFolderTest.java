package dev.penstock.bench.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.SampleValue.Payload;
import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.framesmqtt.Incoming.Publish;
import dev.penstock.framesmqtt.MqttVersion;
import dev.penstock.framesmqtt.PacketReader;
import dev.penstock.node.Node;
import dev.penstock.node.config.NodeSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The folder of a real node, read after its end. */
@Timeout(120)
class SealedFolderTest {
  private static final NodeSettings SETTINGS = NodeSettings.named(BridgedNode.ORIGIN);

  @TempDir private Path data;

  private static byte[] payload(long number) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(1_000);
    new Numbered("t", 1, 1, 40).write(buffer, number, 1, 0, false);
    var in = new ByteArrayInputStream(buffer.array(), 0, buffer.position());
    return ((Publish) new PacketReader(in, MqttVersion.V3_1_1, 100).read()).payload().bytes();
  }

  private static void hear(Node node, String source, byte[] payload) {
    var value = new Payload(null, ByteString.of(payload), null);
    var heard = new Heard("bench", source, "p", null, null, Instant.now(), value, 1);
    assertThat(node.intake().offer(heard, Receipt.NONE)).isTrue();
  }

  /** Gives the key of the log. */
  private String sealed(int count) throws Exception {
    try (Node node = Node.start(data, SETTINGS, Node.Machine.here())) {
      for (int i = 0; i < count; i++) {
        if (i != 700) {
          hear(node, "s" + (i % 7), payload(i));
        }
      }
      hear(node, "s1", payload(5));
      hear(node, "s1", new byte[40]);
      return node.logKey().vkey();
    }
  }

  @Test
  void eachMessageIsCountedAndWhatIsMissingIsSeen() throws Exception {
    String vkey = sealed(6_000);
    var folder = new SealedFolder(data);
    assertThat(folder.findings(vkey)).isEmpty();
    NumberSet numbers = folder.numbers();
    assertThat(numbers.count()).isEqualTo(5_999);
    assertThat(numbers.end()).isEqualTo(6_000);
    assertThat(numbers.has(700)).isFalse();
    assertThat(numbers.copies()).isEqualTo(1);
    assertThat(numbers.strangers()).isEqualTo(1);
  }

  @Test
  void aFolderThatWasTouchedIsFoundOrCannotBeRead() throws Exception {
    String vkey = sealed(1_000);
    Path segment;
    try (var files = Files.walk(data.resolve("journal"))) {
      segment =
          files
              .filter(Files::isRegularFile)
              .filter(file -> indexOf(file, payload700()) >= 0)
              .findFirst()
              .orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(segment);
    bytes[indexOf(segment, payload700()) + 30] ^= 1;
    Files.write(segment, bytes);
    var folder = new SealedFolder(data);
    assertThat(folder.findings(vkey)).isNotEmpty();
    assertThatExceptionOfType(IOException.class).isThrownBy(folder::numbers);
  }

  private static byte[] payload700() {
    try {
      return payload(699);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int indexOf(Path file, byte[] wanted) {
    try {
      String all =
          new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1);
      return all.indexOf(new String(wanted, java.nio.charset.StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
