package dev.penstock.cli.doctor;

import dev.penstock.node.AnchorSummary;
import java.io.IOException;
import java.nio.file.Path;

/** Whether somebody outside vouches for the log, as its node noted it last. */
public final class AnchorsCheck implements Check {
  @Override
  public String name() {
    return "anchors";
  }

  @Override
  public Finding look(Path data) {
    AnchorSummary summary;
    try {
      summary = AnchorSummary.of(data);
    } catch (IOException e) {
      return new Finding.Notice("what anchors answered cannot be read: " + e, "run penstock fsck");
    }
    if (summary.lines().isEmpty()) {
      return new Finding.Notice(
          "nobody outside vouches for the log: all rests on the gateway's own key",
          "set anchors in penstock.yaml, see docs/anchors.md");
    }
    String seen = String.join("; ", summary.lines());
    return summary.isFailing()
        ? new Finding.Notice(seen, "see penstock status on the running node")
        : new Finding.Good(seen);
  }
}
