package dev.penstock.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.storage.ForcePoint;
import dev.penstock.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A force that does nothing passes every other test on a machine whose power stays on. The flight
 * recorder sees the calls that the Java runtime makes.
 */
class ForceReachesTheSystemTest {
  private enum At implements ForcePoint {
    HERE
  }

  @Test
  void aFileIsForcedWithoutItsMetadataAndAFolderWithIt(
      @TempDir Path folder, @TempDir Path elsewhere) throws IOException {
    FileStorage storage = FileStorage.open(folder);
    Path recorded = elsewhere.resolve("forces.jfr");
    try (Recording recording = new Recording();
        StorageFile file = storage.create("a")) {
      var _ = recording.enable("jdk.FileForce").withoutThreshold();
      recording.start();
      file.writeFully(ByteBuffer.allocate(10), 0);
      file.force(At.HERE);
      storage.forceFolder("", At.HERE);
      recording.stop();
      recording.dump(recorded);
    }
    List<String> forces =
        RecordingFile.readAllEvents(recorded).stream()
            .map(event -> event.getString("path") + " " + event.getBoolean("metaData"))
            .toList();
    Path real = folder.toRealPath();
    assertThat(forces).containsExactly(real.resolve("a") + " false", real + " true");
  }
}
