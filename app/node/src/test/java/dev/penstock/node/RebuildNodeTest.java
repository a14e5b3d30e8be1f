package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.node.config.NodeSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RebuildNodeTest {
  private static final NodeSettings SETTINGS = TestPlant.settings(TestPlant.ORIGIN);

  @Test
  void aStoppedFolderGetsItsIndexAnew(@TempDir Path folder) throws Exception {
    Path data = folder.resolve("data");
    Node.start(data, SETTINGS, Node.Machine.here()).close();
    Rebuild.Result made = new Rebuild(data, Node.Machine.here(), (done, size) -> {}).run();
    assertThat(made.entries()).as("the boot record is sealed at the end").isPositive();
    assertThat(Files.size(data.resolve("projections.db"))).isPositive();
  }

  @Test
  void aRunningNodeKeepsItsFolder(@TempDir Path folder) throws Exception {
    try (Node _ = Node.start(folder, SETTINGS, Node.Machine.here())) {
      assertThatThrownBy(() -> new Rebuild(folder, Node.Machine.here(), (done, size) -> {}).run())
          .isInstanceOf(StartException.class)
          .hasMessageContaining("is in use");
    }
    assertThatThrownBy(
            () -> new Rebuild(folder.resolve("x"), Node.Machine.here(), (done, size) -> {}).run())
        .isInstanceOf(StartException.class)
        .hasMessageContaining("no data folder");
  }
}
