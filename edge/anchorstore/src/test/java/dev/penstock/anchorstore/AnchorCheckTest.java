package dev.penstock.anchorstore;

import static dev.penstock.anchorstore.Heads.KIND;
import static dev.penstock.anchorstore.Heads.given;
import static dev.penstock.anchorstore.Heads.head;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.block.Sha256;
import dev.penstock.flow.anchoring.AnchorRow;
import dev.penstock.merkle.Digest;
import dev.penstock.testkit.disk.SimDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnchorCheckTest {
  private final MemoryBlobs blobs = new MemoryBlobs();
  private final SimDisk disk = SimDisk.calm();

  @BeforeEach
  void store() throws IOException {
    if (!(AnchorFiles.open(disk, blobs, new SplittableRandom(1))
        instanceof AnchorOpening.Opened(var files))) {
      throw new AssertionError("a new folder was refused");
    }
    try (files) {
      AnchorRow first = files.given(head(10), KIND, "tsa", 1, given(1, "first"));
      AnchorRow _ = files.failed(head(20), KIND, "chain", 2, "no");
      AnchorRow _ = files.replaced(first, 3, given(3, "renewed"));
    }
  }

  private List<String> findings(AnchorCheck.Log log) throws IOException {
    return checked(log).findings();
  }

  private AnchorCheck.Result checked(AnchorCheck.Log log) throws IOException {
    try (AnchorRows rows = AnchorFiles.read(disk, blobs).orElseThrow()) {
      return AnchorCheck.run(rows, log);
    }
  }

  @Test
  void whatIsWholeHasNoFinding() throws IOException {
    AnchorCheck.Result result = checked(new HeadsLog(20));
    assertThat(result).isEqualTo(new AnchorCheck.Result(3, 2, List.of()));
  }

  @Test
  void aProofThatIsMissingIsFound() throws IOException {
    blobs.remove(Sha256.of("renewed".getBytes(StandardCharsets.UTF_8)));
    assertThat(findings(new HeadsLog(20))).singleElement().asString().contains("row 2 (tsa)");
  }

  @Test
  void aLogThatLostItsEndIsFound() throws IOException {
    assertThat(findings(new HeadsLog(19)))
        .singleElement()
        .asString()
        .contains("row 1 (chain)", "the end of the log is missing");
  }

  @Test
  void aRootThatIsNotTheLogsIsFound() throws IOException {
    AnchorCheck.Log other = new Rewritten();
    assertThat(findings(other)).hasSize(3).allMatch(text -> text.contains("rewritten"));
  }

  private record Rewritten() implements AnchorCheck.Log {
    @Override
    public String origin() {
      return Heads.ORIGIN;
    }

    @Override
    public long size() {
      return 20;
    }

    @Override
    public Digest root(long size) {
      return Heads.root(size + 1);
    }
  }

  @Test
  void eachBitOfTheFilesMatters() throws IOException {
    for (String name : List.of(AnchorRows.ROWS, AnchorRows.ANSWERS)) {
      int bytes = disk.contents(name).length;
      for (int at = 0; at < bytes; at++) {
        boolean isFree = name.equals(AnchorRows.ROWS) && at % Row.BYTES >= 60;
        disk.flipBit(name, at * 8L + at % 8);
        if (!isFree) {
          boolean isSaid =
              !findings(new HeadsLog(20)).isEmpty() || checked(new HeadsLog(20)).rows() < 3;
          assertThat(isSaid).as("%s byte %d", name, at).isTrue();
        }
        disk.flipBit(name, at * 8L + at % 8);
      }
    }
  }
}
