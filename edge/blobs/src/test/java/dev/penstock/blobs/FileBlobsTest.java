package dev.penstock.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.evidence.block.Sha256;
import dev.penstock.merkle.Digest;
import dev.penstock.testkit.disk.Fate;
import dev.penstock.testkit.disk.SimDisk;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class FileBlobsTest {
  private static final byte[] CONTENT = {1, 2, 3};
  private static final Digest DIGEST = Sha256.of(CONTENT);

  private static String path() {
    String name = HexFormat.of().formatHex(DIGEST.bytes());
    return name.substring(0, 2) + "/" + name;
  }

  @Test
  void bytesComeBackByTheirDigest() throws IOException {
    var blobs = new FileBlobs(SimDisk.calm());
    assertThat(blobs.get(DIGEST)).isEmpty();
    assertThat(blobs.put(CONTENT)).isEqualTo(DIGEST);
    assertThat(blobs.put(CONTENT)).as("once more").isEqualTo(DIGEST);
    assertThat(blobs.get(DIGEST)).contains(CONTENT);
    blobs.remove(DIGEST);
    blobs.remove(DIGEST);
    assertThat(blobs.get(DIGEST)).isEmpty();
  }

  @Test
  void whatWasKeptSurvivesAPowerFailure() throws IOException {
    for (long seed = 0; seed < 20; seed++) {
      var disk = SimDisk.of(seed);
      Digest _ = new FileBlobs(disk).put(CONTENT);
      disk.crash();
      var after = new FileBlobs(disk.reboot(Fate.ALL_LOST, seed));
      assertThat(after.get(DIGEST)).as("seed %d", seed).contains(CONTENT);
    }
  }

  @Test
  void bytesThatHaveChangedAreNotHandedOut() throws IOException {
    var disk = SimDisk.calm();
    var blobs = new FileBlobs(disk);
    Digest _ = blobs.put(CONTENT);
    disk.flipBit(path(), 3);
    assertThatThrownBy(() -> blobs.get(DIGEST))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("other bytes");
    assertThat(disk.list("")).isEqualTo(List.of(path().substring(0, 2)));
  }
}
