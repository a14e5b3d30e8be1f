package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.block.Ack;
import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.record.AckSent;
import dev.penstock.evidence.record.Arrival;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.FindingMade;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.evidence.record.RollCall;
import dev.penstock.flow.Entries;
import dev.penstock.flow.LedgerView;
import dev.penstock.flow.devices.DevicePin;
import dev.penstock.flow.journal.CursorOpening;
import dev.penstock.flow.journal.Frame;
import dev.penstock.flow.journal.JournalCursor;
import dev.penstock.flow.journal.Overtaking;
import dev.penstock.flow.journal.Reading;
import dev.penstock.flow.query.RecordQuery;
import dev.penstock.flow.query.SealedRecord;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.VerificationKey;
import dev.penstock.testkit.Deep;
import dev.penstock.testkit.Seed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A real node with a signing device, in a real process that is killed at any moment. */
@Isolated("it kills processes in the midst of their work, and waits for them")
class NodeDeviceKillTest {
  private static NodeSettings settings(List<DevicePin> pins) {
    return TestPlant.settings(TestPlant.ORIGIN, pins);
  }

  /** The process that is killed: device and node, and a line for each ack that the device took. */
  static final class Living {
    private Living() {}

    public static void main(String[] args) throws Exception {
      Path folder = Path.of(args[0]);
      Path home = folder.resolve("device");
      Path data = folder.resolve("data");
      Path known = folder.resolve("ack-key");
      if (!Files.exists(known)) {
        try (Node node = Node.start(data, settings(List.of()), Node.Machine.here())) {
          Path _ = Files.write(known, node.devices().ackKey().raw());
        }
      }
      var ackKey = VerificationKey.of(SignatureAlgorithm.ED25519, Files.readAllBytes(known));
      SigningDevice device = SigningDevice.boot(home, "pump-7", ackKey);
      DevicePin pin = device.pin();
      Node node = Node.start(data, settings(List.of(pin)), Node.Machine.here());
      node.devices().reachedBy(SigningDevice.LISTENER, (_, ack) -> told(device, ack));
      device.reconnected();
      for (int i = 0; ; i++) {
        byte[] _ = device.block("alarm " + i);
        device.carry(node);
        while (device.unacknowledged() > 40) {
          device.tick();
          Thread.onSpinWait();
        }
      }
    }

    private static boolean told(SigningDevice device, ByteString bytes) {
      boolean isTaken = device.ack(bytes);
      if (isTaken && Ack.decode(bytes.bytes()) instanceof Decoded.Value<Ack.Received>(var ack)) {
        System.out.println(ack.ack().seq() + " " + ack.ack().leaf() + " " + ack.ack().link());
      }
      return true;
    }
  }

  private static Process living(Path folder) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return new ProcessBuilder(
            java.toString(),
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Living.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  @Test
  void everyBlockOfADeviceIsOneLeafAndEachAckIsTrueHoweverOftenTheNodeIsKilled(@TempDir Path folder)
      throws Exception {
    var random = new SplittableRandom(Seed.value());
    Map<Long, String> acked = new TreeMap<>();
    for (int kill = 0; kill < Deep.cases(3, 100); kill++) {
      Process process = living(folder);
      long wanted = 1 + random.nextLong(kill % 2 == 0 ? 60 : 600);
      try (var lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        for (long i = 0; i < wanted; i++) {
          String line = lines.readLine();
          assertThat(line).as("the node ended by itself; %s", Seed.describe()).isNotNull();
          String[] words = line.split(" ", -1);
          acked.put(Long.parseLong(words[0]), words[1] + " " + words[2]);
        }
        Process _ = process.destroyForcibly();
      }
      int _ = process.waitFor();
    }
    Path data = folder.resolve("data");
    Node.start(data, settings(List.of()), Node.Machine.here()).close();
    try (Node node = Node.start(data, settings(List.of()), Node.Machine.here())) {
      check(node, acked);
    }
    assertThat(DataCheck.run(data, (done, size) -> {}).findings()).as(Seed.describe()).isEmpty();
  }

  private static void check(Node node, Map<Long, String> acked) throws Exception {
    Map<Long, String> leaves = new HashMap<>();
    long records = 0;
    Block before = null;
    LedgerView view = node.ledger().view();
    for (long at = 0; at < view.head().size(); at++) {
      byte[] leaf = ((Entries.Found) view.entries(at, 1)).batch().entry(0);
      if (Block.decode(leaf) instanceof Decoded.Value<Block>(var block)
          && block.header().origin().equals("pump-7.example")) {
        String _ =
            leaves.merge(
                block.header().seq(),
                at + " " + block.link(),
                (one, two) -> {
                  throw new AssertionError(block + " is there twice: " + one + ", " + two);
                });
        if (before != null) {
          assertThat(block.header().seq()).isEqualTo(before.header().seq() + 1);
          assertThat(block.header().previous()).isEqualTo(before.link());
        }
        before = block;
        records += block.header().count();
      }
    }
    assertThat(acked).as(Seed.describe()).isNotEmpty();
    assertThat(leaves).as(Seed.describe()).containsAllEntriesOf(acked);
    // Every run was cut off between two roll-calls, and still each block is in one of them.
    assertThat(called(node)).as(Seed.describe()).isEqualTo(records);
    List<RecordValue> said = said(node);
    assertThat(said)
        .filteredOn(FindingMade.class::isInstance)
        .as(Seed.describe())
        .allMatch(one -> ((FindingMade) one).code().equals("DUPLICATE"));
    assertThat(said)
        .filteredOn(Arrival.class::isInstance)
        .as(Seed.describe())
        .filteredOn(one -> ((Arrival) one).verdict() == Arrival.Verdict.LINKED)
        .hasSize(leaves.size());
    assertThat(said.stream().filter(AckSent.class::isInstance).count())
        .isGreaterThanOrEqualTo(acked.size());
  }

  /** How many records of the device all roll-calls together state. */
  private static long called(Node node) throws Exception {
    List<LedgerRecord> calls = new ArrayList<>();
    try (JournalCursor cursor =
        ((CursorOpening.Opened)
                node.journal()
                    .cursor("test", EnumSet.of(RecordClass.CONTROL), 0, Overtaking.ALLOWED))
            .cursor()) {
      long end = node.journal().end();
      while (cursor.position() < end
          && cursor.read(frame -> takeCalls(frame, calls), 1 << 20) instanceof Reading.Read) {}
      assertThat(cursor.position()).isGreaterThanOrEqualTo(end);
    }
    long source = node.projections().records().source("pump-7").orElseThrow().number();
    return calls.stream()
        .flatMap(call -> ((RollCall) call.value()).runs().stream())
        .filter(run -> run.first() <= source && source <= run.last())
        .mapToLong(RollCall.Run::count)
        .sum();
  }

  private static boolean takeCalls(Frame frame, List<LedgerRecord> calls) {
    for (int i = 0; i < frame.count() && frame.source() == 0; i++) {
      byte[] bytes = Arrays.copyOfRange(frame.buffer(), frame.startOf(i), frame.startOf(i + 1));
      LedgerRecord record = ((Decoded.Value<LedgerRecord>) LedgerRecord.decode(bytes)).value();
      if (record.value() instanceof RollCall) {
        calls.add(record);
      }
    }
    return true;
  }

  /** Everything that the gateway said of the device, once the index has it. */
  private static List<RecordValue> said(Node node) throws Exception {
    var never = new CountDownLatch(1);
    while (node.projections().records().indexed() < node.ledger().view().head().size()) {
      boolean _ = never.await(50, TimeUnit.MILLISECONDS);
    }
    long source = node.projections().records().source("pump-7").orElseThrow().number();
    List<RecordValue> said = new ArrayList<>();
    var query =
        new RecordQuery(
            Optional.of(source),
            Optional.empty(),
            0,
            Long.MAX_VALUE,
            RecordQuery.Order.OLDEST_FIRST,
            Optional.empty(),
            1_000);
    while (true) {
      var page = node.projections().records().find(query);
      page.records().stream()
          .filter(one -> one.header().origin().equals("plant7.example/log"))
          .map(SealedRecord::record)
          .forEach(one -> said.add(one.value()));
      if (page.next().isEmpty()) {
        return said;
      }
      query =
          new RecordQuery(
              query.source(),
              query.point(),
              query.from(),
              query.to(),
              query.order(),
              page.next(),
              query.limit());
    }
  }
}
