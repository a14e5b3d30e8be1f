package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.record.Boot;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.evidence.record.RollCall;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue.Payload;
import dev.penstock.flow.Entries;
import dev.penstock.flow.LedgerView;
import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.journal.CursorOpening;
import dev.penstock.flow.journal.Frame;
import dev.penstock.flow.journal.JournalCursor;
import dev.penstock.flow.journal.Overtaking;
import dev.penstock.flow.journal.Reading;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.testkit.Deep;
import dev.penstock.testkit.Seed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A real node in a real process, killed at any moment, again and again. */
@Isolated("it kills processes in the midst of their work, and waits for them")
class NodeKillTest {
  private static final NodeSettings SETTINGS = TestPlant.settings(TestPlant.ORIGIN);

  /** The process that is killed: feeds its node numbered messages and tells what is durable. */
  static final class Fed {
    private Fed() {}

    public static void main(String[] args) throws Exception {
      Node node = Node.start(Path.of(args[0]), SETTINGS, Node.Machine.here());
      // As a broker that sends no more before it hears an acknowledgement.
      var underWay = new Semaphore(500);
      for (long i = Long.parseLong(args[1]); ; i++) {
        underWay.acquire();
        long number = i;
        var receipt =
            new Receipt() {
              @Override
              public void durable() {
                synchronized (System.out) {
                  System.out.println(number);
                }
                underWay.release();
              }

              @Override
              public void refused(String reason) {
                throw new IllegalStateException(reason);
              }
            };
        if (!node.intake().offer(heard(number), receipt)) {
          throw new IllegalStateException("the intake is full");
        }
      }
    }
  }

  private static Heard heard(long number) {
    byte[] text = String.valueOf(number).getBytes(StandardCharsets.UTF_8);
    return new Heard(
        "broker1",
        "plc" + number % 5,
        "p" + number % 3,
        null,
        null,
        Instant.now(),
        new Payload(null, ByteString.of(text), null),
        1);
  }

  private static Process fed(Path folder, long from) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return new ProcessBuilder(
            java.toString(),
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Fed.class.getName(),
            folder.toString(),
            String.valueOf(from))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  @Test
  void whatWasAcknowledgedIsSealedExactlyOnceHoweverOftenTheNodeIsKilled(@TempDir Path folder)
      throws Exception {
    var random = new SplittableRandom(Seed.value());
    Set<Long> acknowledged = new HashSet<>();
    long from = 0;
    for (int kill = 0; kill < Deep.cases(4, 200); kill++) {
      Process process = fed(folder, from);
      long wanted = 1 + random.nextLong(kill % 2 == 0 ? 40_000 : 2_000);
      try (var lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        for (long i = 0; i < wanted; i++) {
          String line = lines.readLine();
          assertThat(line).as("the node ended by itself; %s", Seed.describe()).isNotNull();
          acknowledged.add(Long.parseLong(line));
        }
        Process _ = process.destroyForcibly();
      }
      int _ = process.waitFor();
      from += 1_000_000;
    }
    // An orderly end seals all that is there.
    Node.start(folder, SETTINGS, Node.Machine.here()).close();
    try (Node node = Node.start(folder, SETTINGS, Node.Machine.here())) {
      check(node, acknowledged);
    }
    assertThat(DataCheck.run(folder, (done, size) -> {}).findings()).as(Seed.describe()).isEmpty();
  }

  private static void check(Node node, Set<Long> acknowledged) throws IOException {
    // First the log, then the journal, which may only have grown meanwhile.
    LedgerView view = node.ledger().view();
    Map<Long, Long> nextSeq = new HashMap<>();
    Set<Long> kept = new HashSet<>();
    Map<Long, Long> called = new HashMap<>();
    Map<Long, Long> sent = new HashMap<>();
    // All records, and those that this run itself has made.
    long[] count = new long[2];
    try (JournalCursor cursor =
        ((CursorOpening.Opened)
                node.journal()
                    .cursor("test", EnumSet.allOf(RecordClass.class), 0, Overtaking.ALLOWED))
            .cursor()) {
      long end = node.journal().end();
      while (cursor.position() < end) {
        Reading reading =
            cursor.read(frame -> take(frame, nextSeq, kept, sent, called, count), 1 << 20);
        assertThat(reading).isInstanceOf(Reading.Read.class);
      }
    }
    assertThat(kept).as(Seed.describe()).containsAll(acknowledged);
    // Every run was cut off between two roll-calls, and still each sample is in one of them.
    assertThat(called).as(Seed.describe()).isEqualTo(sent);
    long sealed = 0;
    Map<Object, Block> tips = new HashMap<>();
    for (long at = 0; at < view.head().size(); ) {
      var found = (Entries.Found) view.entries(at, 1_000);
      for (int i = 0; i < found.batch().count(); i++) {
        Block block = ((Decoded.Value<Block>) Block.decode(found.batch().entry(i))).value();
        Block before = tips.put(block.header().chain(), block);
        sealed += block.header().count();
        if (before != null) {
          assertThat(block.header().seq()).isEqualTo(before.header().seq() + 1);
          assertThat(block.header().previous()).isEqualTo(before.link());
        }
      }
      at += found.batch().count();
    }
    assertThat(sealed).as(Seed.describe()).isBetween(count[0] - count[1], count[0]);
  }

  private static boolean take(
      Frame frame,
      Map<Long, Long> nextSeq,
      Set<Long> kept,
      Map<Long, Long> sent,
      Map<Long, Long> called,
      long[] count) {
    long due = nextSeq.getOrDefault(frame.source(), 0L);
    assertThat(frame.firstSeq())
        .as("source %d, %s", frame.source(), Seed.describe())
        .isEqualTo(due);
    nextSeq.put(frame.source(), due + frame.count());
    for (int i = 0; i < frame.count(); i++) {
      byte[] bytes = Arrays.copyOfRange(frame.buffer(), frame.startOf(i), frame.startOf(i + 1));
      LedgerRecord record = ((Decoded.Value<LedgerRecord>) LedgerRecord.decode(bytes)).value();
      assertThat(record.seq()).isEqualTo(due + i);
      count[1] = record.value() instanceof Boot ? 0 : count[1];
      count[1] += record.source() == 0 ? 1 : 0;
      if (record.value() instanceof RollCall call) {
        call.runs().forEach(run -> called.merge(run.first(), run.count(), Long::sum));
        assertThat(call.runs()).allMatch(run -> run.first() == run.last() || run.count() == 0);
      }
      if (record.value() instanceof Sample(Payload payload)) {
        long _ = sent.merge(record.source(), 1L, Long::sum);
        String text = new String(payload.bytes().bytes(), StandardCharsets.UTF_8);
        assertThat(kept.add(Long.parseLong(text))).as("%s twice", text).isTrue();
      }
    }
    count[0] += frame.count();
    return true;
  }
}
