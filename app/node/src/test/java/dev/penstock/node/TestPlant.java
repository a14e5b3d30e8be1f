package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue.Payload;
import dev.penstock.flow.devices.DevicePin;
import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.query.RecordPlace;
import dev.penstock.flow.query.SealedRecord;
import dev.penstock.flow.query.SealedRecords;
import dev.penstock.node.config.NodeSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A node's folder, what it is told, and what can be found of it. */
final class TestPlant {
  static final String ORIGIN = "plant7.example/log";

  private TestPlant() {}

  static NodeSettings settings(String origin) {
    return settings(origin, List.of());
  }

  static NodeSettings settings(String origin, List<DevicePin> devices) {
    return NodeSettings.named(origin).withDevices(devices);
  }

  /** Makes the settings file, without an API that would want a port. */
  static void makeFolder(Path folder, String more) throws IOException {
    Path _ = Files.createDirectories(folder);
    Path _ =
        Files.writeString(
            folder.resolve("penstock.yaml"),
            "version: 1\norigin: " + ORIGIN + "   # for ever\nhttp: {enabled: false}\n" + more);
  }

  static Node start(Path folder, String origin) throws StartException {
    return Node.start(folder, settings(origin), Node.Machine.here());
  }

  static Heard heard(String source, String text) {
    return new Heard(
        "broker1",
        source,
        "temperature",
        null,
        null,
        Instant.now(),
        new Payload(null, ByteString.of(text.getBytes(StandardCharsets.UTF_8)), null),
        1);
  }

  /** Notes what was acknowledged. */
  static Receipt noting(String text, ConcurrentSkipListSet<String> acknowledged) {
    return new Receipt() {
      @Override
      public void durable() {
        boolean _ = acknowledged.add(text);
      }

      @Override
      public void refused(String reason) {
        throw new AssertionError(reason);
      }
    };
  }

  /** Offers so many messages, named from a number on, and waits until they are acknowledged. */
  static void hear(Node node, int from, int count, ConcurrentSkipListSet<String> acknowledged)
      throws InterruptedException {
    var durable = new CountDownLatch(count);
    for (int i = from; i < from + count; i++) {
      Receipt receipt = noting("value " + i, acknowledged);
      var counted =
          new Receipt() {
            @Override
            public void durable() {
              receipt.durable();
              durable.countDown();
            }

            @Override
            public void refused(String reason) {
              receipt.refused(reason);
            }
          };
      assertThat(node.intake().offer(heard("plc" + i % 5, "value " + i), counted)).isTrue();
    }
    assertThat(durable.await(60, TimeUnit.SECONDS)).isTrue();
  }

  /** All texts that are sealed, and where. */
  static Map<String, RecordPlace> sealedTexts(SealedRecords records) throws IOException {
    Map<String, RecordPlace> texts = new TreeMap<>();
    for (SealedRecord sealed : NodeRecords.all(records)) {
      if (sealed.record().value() instanceof Sample sample
          && sample.value() instanceof Payload payload) {
        String text = new String(payload.bytes().bytes(), StandardCharsets.UTF_8);
        assertThat(texts.put(text, sealed.place())).as(text + " sealed twice").isNull();
      }
    }
    return texts;
  }

  /** A question that is asked again until it is answered with yes. */
  interface Question {
    boolean isSo() throws IOException;
  }

  static void await(Question question) throws IOException, InterruptedException {
    await(question, () -> "");
  }

  private static void await(Question question, Supplier<String> why)
      throws IOException, InterruptedException {
    var never = new CountDownLatch(1);
    boolean isSo = question.isSo();
    for (int i = 0; i < 3_000 && !isSo; i++) {
      boolean _ = never.await(20, TimeUnit.MILLISECONDS);
      isSo = question.isSo();
    }
    assertThat(isSo).as(why).isTrue();
  }

  /** Parts of a node wait for others at its start, and say so until they need not. */
  static void awaitNothingInTheWay(Node node) throws IOException, InterruptedException {
    await(() -> node.obstacles().isEmpty(), () -> node.obstacles().toString());
  }
}
