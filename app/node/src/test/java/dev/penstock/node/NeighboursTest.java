package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.AnchorResults.Kind;
import dev.penstock.flow.anchoring.AnchorRow;
import dev.penstock.flow.anchoring.AnchorSchedule;
import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.note.NoteKey;
import dev.penstock.node.config.AnchorSettings;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.config.WitnessSettings;
import dev.penstock.web.WebLimits;
import dev.penstock.web.WebOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes, one of which is the other's witness. */
class NeighboursTest {
  @TempDir private Path temp;

  private static NodeSettings witnessing(NoteKey log) {
    return NodeSettings.named("north.example/log")
        .withWeb(new WebOptions("127.0.0.1", 0, WebLimits.DEFAULT))
        .withWitness(new WitnessSettings("north.example/witness", List.of(log)));
  }

  @Test
  void aNodeCosignsTheCheckpointsOfItsNeighbour() throws Exception {
    Path south = temp.resolve("south");
    NoteKey log;
    try (Node node = TestPlant.start(south, TestPlant.ORIGIN)) {
      log = node.logKey();
    }
    try (Node north = Node.start(temp.resolve("north"), witnessing(log), Node.Machine.here())) {
      assertThat(north.statusLines())
          .anyMatch(line -> line.startsWith("witness     north.example"));
      var witness =
          new AnchorSettings.Witness(
              "north",
              new AnchorSchedule(AnchorSchedule.EVERY_MIN),
              URI.create("http://127.0.0.1:" + north.webPort().orElseThrow() + "/witness"),
              URI.create("http://127.0.0.1:" + north.webPort().orElseThrow() + "/witness"),
              key(north.witnessKeys().getFirst()));
      NodeSettings settings = TestPlant.settings(TestPlant.ORIGIN).withAnchors(List.of(witness));
      try (Node node = Node.start(south, settings, Node.Machine.here())) {
        TestPlant.await(() -> node.anchors().archive().orElseThrow().count() > 0);
        AnchorRow row = node.anchors().archive().orElseThrow().rows(0, 1).getFirst();
        assertThat(row.isGiven()).as("%s", row).isTrue();
        assertThat(row.kind()).isEqualTo(Kind.WITNESS);
      }
    }
  }

  private static NoteKey key(String vkey) {
    return switch (NoteKey.decode(vkey)) {
      case Decoded.Value<NoteKey>(var key) -> key;
      case Decoded.Malformed<NoteKey>(var why) -> throw new AssertionError(why);
    };
  }
}
