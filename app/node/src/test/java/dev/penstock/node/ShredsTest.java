package dev.penstock.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.access.PersonId;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.SampleValue.Payload;
import dev.penstock.evidence.record.Sealed;
import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.query.RecordQuery;
import dev.penstock.flow.query.SealedRecord;
import dev.penstock.flow.shred.Seen;
import dev.penstock.flow.shred.ShredPolicy;
import dev.penstock.json.Json;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.reception.Hands;
import dev.penstock.web.ShredView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Shreds that people want at a running node. Req: 62443-4-2 CR 2.1 RE(4), CR 4.2 */
@Timeout(300)
class ShredsTest {
  private static final NodeSettings SETTINGS =
      TestPlant.settings(TestPlant.ORIGIN)
          .withShreddable(new ShredPolicy(List.of("badge*"), Duration.ofDays(1)));
  private static final PersonId ADA = PersonId.ofHex("0".repeat(31) + "1").orElseThrow();
  private static final PersonId BO = PersonId.ofHex("0".repeat(31) + "2").orElseThrow();
  private static final long DAY = Duration.ofDays(1).toNanos();

  @TempDir private Path folder;

  private static void hear(Node node, String source) {
    var payload = new Payload("text/plain", ByteString.of("Ana".getBytes(UTF_8)), null);
    var heard = new Heard("broker1", source, "gate", null, null, Instant.now(), payload, 1);
    assertThat(node.intake().offer(heard, Receipt.NONE)).isTrue();
  }

  /** What is seen of the first value; the node states other things of a source, too. */
  private static Seen seen(Node node) throws Exception {
    List<SealedRecord> found = new ArrayList<>();
    TestPlant.await(() -> {
      found.clear();
      node.projections().records().find(ofSource(node, "badge-7")).records().stream()
          .filter(one -> one.record().value() instanceof Sealed)
          .forEach(found::add);
      return !found.isEmpty();
    });
    return node.shredding().opening().see(found.getFirst().record());
  }

  private static RecordQuery ofSource(Node node, String name) throws IOException {
    return new RecordQuery(
        Optional.of(node.projections().records().source(name).map(one -> one.number()).orElse(99L)),
        Optional.empty(),
        0,
        Long.MAX_VALUE,
        RecordQuery.Order.OLDEST_FIRST,
        Optional.empty(),
        10);
  }

  private static Shreds shreds(Node node) {
    return new Shreds(
        node.shredding()
            .shredder(node.intake(), node.projections().records(), Node.Machine.here(), _ -> {}));
  }

  private static ShredView.Wanted wanted(String source) {
    Instant now = Instant.now();
    long nanos = now.getEpochSecond() * 1_000_000_000L;
    long midnight = nanos - nanos % DAY;
    return new ShredView.Wanted(source, midnight - DAY, midnight + 2 * DAY, "the person asked");
  }

  private static Json.Object request(Shreds shreds) throws IOException {
    return switch (shreds.plan(wanted("badge-7"))) {
      case ShredView.Planned.Request(var request, var diff, var lines, var figures) -> {
        assertThat(diff).hasSize(2);
        assertThat(String.join("\n", lines)).contains("goes", "Copies may remain");
        assertThat(figures.goesCount()).isEqualTo(figures.goes().size()).isPositive();
        assertThat(figures.records()).isPositive();
        yield request;
      }
      case ShredView.Planned.Impossible(var why) -> throw new AssertionError(why);
    };
  }

  @Test
  void whatTwoPeopleSawIsDoneAndStatedWithBoth() throws Exception {
    try (Node node = Node.start(folder, SETTINGS, Node.Machine.here())) {
      hear(node, "badge-7");
      assertThat(seen(node)).isInstanceOf(Seen.Open.class);
      Shreds shreds = shreds(node);
      Json.Object request = request(shreds);
      assertThat(seen(node)).isInstanceOf(Seen.Open.class);
      assertThat(shreds.carryOut(request, new Hands(ADA, List.of(BO))))
          .isEqualTo("1 key is destroyed");
      assertThat(seen(node))
          .isInstanceOfSatisfying(
              Seen.Shredded.class,
              shredded ->
                  assertThat(shredded.by())
                      .isEqualTo("person " + ADA.hex() + ", agreed by " + BO.hex()));
      assertThatThrownBy(() -> shreds.carryOut(request, new Hands(ADA, List.of(BO))))
          .hasMessageContaining("has changed since the request");
    }
  }

  @Test
  void whatWasNotSeenIsNotDone() throws Exception {
    try (Node node = Node.start(folder, SETTINGS, Node.Machine.here())) {
      hear(node, "badge-7");
      assertThat(seen(node)).isInstanceOf(Seen.Open.class);
      Shreds shreds = shreds(node);
      Json.Object request = request(shreds);
      assertThat(request.text("plan_sha256").orElseThrow()).hasSize(64);
      assertThatThrownBy(() -> shreds.carryOut(Json.EMPTY, new Hands(ADA, List.of(BO))))
          .hasMessageContaining("not a request");
      assertThat(shreds.plan(wanted("nobody"))).isInstanceOf(ShredView.Planned.Impossible.class);
      assertThat(seen(node)).isInstanceOf(Seen.Open.class);
    }
    assertThat(new Shreds(Optional.empty()).plan(wanted("badge-7")))
        .isInstanceOf(ShredView.Planned.Impossible.class);
  }
}
