package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Details;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.people.LedgerAccessLog;
import dev.penstock.web.NodeStatus.Figure;
import dev.penstock.yaml.SettingsFile;
import dev.penstock.yaml.SettingsFile.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The audit trail of a whole node on its way to a collector. Req: 62443-4-2 CR 6.1, CR 6.2. */
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class NodeTrailTest {
  @TempDir private Path folder;
  private FakeCollector collector;

  @BeforeEach
  void makeCollector() throws Exception {
    collector = FakeCollector.in(folder.resolve("collector"));
  }

  @AfterEach
  void closeCollector() throws IOException {
    collector.close();
  }

  private NodeSettings settings(String form) {
    String text =
        """
        origin: plant7.example/log
        http: {enabled: false}
        people:
          trail-to:
            - name: soc
              host: 127.0.0.1
              port: %d
              form: %s
              time-limit: 5 s
              tls: {ca-file: '%s'}
        """
            .formatted(collector.endpoint().port(), form, collector.authority());
    return switch (SettingsFile.parse("penstock.yaml", text, NodeSettings::of)) {
      case Reading.Valid<NodeSettings>(var settings) -> settings;
      case Reading.Faulty<NodeSettings>(var problems) ->
          throw new AssertionError(problems.toString());
    };
  }

  private Node start(String form) throws StartException {
    return Node.start(folder.resolve("data"), settings(form), Node.Machine.here());
  }

  /** As a person does something: durable when this returns. */
  private static void happen(Node node, int number) throws IOException {
    new LedgerAccessLog(node.intake()::offer, () -> node.intake().figures().durable())
        .write(
            new Access(
                ByteString.of(new byte[16]),
                "person.created",
                "object-" + number,
                Access.Outcome.GRANTED,
                null,
                "192.0.2.7",
                Details.of("why", "a | = test")));
  }

  private List<String> heard() {
    return collector.heard().stream()
        .map(line -> line.replaceFirst("(?s).* msg=(object-\\d+).*", "$1"))
        .toList();
  }

  private void awaitHeard(Node node, String object) throws Exception {
    var never = new CountDownLatch(1);
    for (int i = 0; i < 3_000 && !heard().contains(object); i++) {
      boolean _ = never.await(20, TimeUnit.MILLISECONDS);
    }
    assertThat(heard()).as(String.join("\n", node.statusLines())).contains(object);
  }

  private static List<String> objects(int to) {
    return IntStream.range(0, to).mapToObj(i -> "object-" + i).toList();
  }

  @Test
  void whatPeopleDoIsAtTheCollectorWithinMoments() throws Exception {
    try (Node node = start("syslog")) {
      happen(node, 0);
      happen(node, 1);
      TestPlant.await(() -> heard().size() == 2);
      assertThat(collector.heard().getFirst())
          .startsWith("<110>1 20")
          .contains(" penstock penstock - access - CEF:0|Penstock|", "|person.created|");
      TestPlant.await(() -> node.trail().lines().getFirst().contains("up to date; 2 sent"));
      assertThat(node.statusLines())
          .anyMatch(line -> line.startsWith("trail       soc: up to date; 2 sent"));
      var facts = new NodeFacts(node, InstantSource.system());
      TestPlant.await(() -> facts.trail().stream().anyMatch(to -> to.isUp()));
      assertThat(facts.trail())
          .singleElement()
          .satisfies(to -> {
            assertThat(to.name()).isEqualTo("soc");
            assertThat(to.messages()).isEqualTo(2);
          });
      assertThat(facts.figures())
          .extracting(Figure::name)
          .contains("penstock_trail_up", "penstock_trail_sent_total", "penstock_trail_gaps_total");
    }
  }

  /** What happened while the collector, the wire or the node itself was away comes in order. */
  @Test
  void nothingIsLostByAnOutageOrARestart() throws Exception {
    try (Node node = start("cef")) {
      happen(node, 0);
      TestPlant.await(() -> heard().contains("object-0"));
      collector.go();
      happen(node, 1);
      TestPlant.await(() -> node.trail().lines().getFirst().contains("cannot be reached"));
      assertThat(node.trail().destinations().getFirst().isUp()).isFalse();
    }
    try (Node node = start("cef")) {
      happen(node, 2);
      collector.cuts.set(1);
      collector.come();
      awaitHeard(node, "object-2");
      happen(node, 3);
      awaitHeard(node, "object-3");
    }
    assertThat(collector.heard()).allMatch(line -> line.startsWith("CEF:0|Penstock|"));
    assertThat(heard().stream().distinct().toList()).isEqualTo(objects(4));
    assertThat(Files.readString(folder.resolve("data/notes/trail-soc")))
        .matches("penstock-trail 1 [0-9]+\\.[0-9]+\n");
  }

  /** Who is named only now is not told of years; what is known of before is an export's. */
  @Test
  void aNewCollectorGetsWhatHappensFromNowOn() throws Exception {
    try (Node node = TestPlant.start(folder.resolve("data"), TestPlant.ORIGIN)) {
      happen(node, 0);
    }
    try (Node node = start("cef")) {
      happen(node, 1);
      TestPlant.await(() -> !heard().isEmpty());
    }
    assertThat(heard()).containsExactly("object-1");
  }

  /** Somebody spoilt the file: the collector gets rows twice rather than not at all. */
  @Test
  void aPositionThatCannotBeReadSendsAllAgain() throws Exception {
    try (Node node = start("cef")) {
      happen(node, 0);
      TestPlant.await(() -> heard().size() == 1);
    }
    Path _ = Files.writeString(folder.resolve("data/notes/trail-soc"), "what?");
    try (Node _ = start("cef")) {
      TestPlant.await(() -> heard().size() == 2);
    }
    assertThat(heard()).containsExactly("object-0", "object-0");
  }

  /** A collector that does not answer holds up neither what is taken in nor the end. */
  @Test
  void theNodeDoesNotWaitForACollector() throws Exception {
    collector.go();
    long ended;
    try (Node node = start("syslog")) {
      happen(node, 0);
      var durable = new CountDownLatch(50);
      for (int i = 0; i < 50; i++) {
        Receipt receipt =
            new Receipt() {
              @Override
              public void durable() {
                durable.countDown();
              }

              @Override
              public void refused(String reason) {
                throw new AssertionError(reason);
              }
            };
        assertThat(node.intake().offer(TestPlant.heard("plc1", "value " + i), receipt)).isTrue();
      }
      assertThat(durable.await(60, TimeUnit.SECONDS)).isTrue();
      ended = System.nanoTime();
    }
    assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - ended)).isLessThan(60);
  }
}
