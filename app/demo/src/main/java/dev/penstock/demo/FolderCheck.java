package dev.penstock.demo;

import dev.penstock.crypto.CryptoProviders;
import dev.penstock.crypto.NoProviderException;
import dev.penstock.disk.FileStorage;
import dev.penstock.ledger.LedgerCheck;
import dev.penstock.ledger.LedgerFsck;
import dev.penstock.merkle.note.NoteKey;
import dev.penstock.merkle.note.TrustedKeys;
import dev.penstock.merkle.tile.FsckProgress;
import dev.penstock.node.DataCheck;
import dev.penstock.node.Node;
import dev.penstock.node.StartException;
import dev.penstock.node.config.NodeSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The product's own ways to judge a data folder, each asked as its operator would. */
final class FolderCheck {
  private static final int LINES_MAX = 2;

  /** What is in the way for so many looks without a checkpoint is there to stay. */
  private static final int STUCK_LOOKS = 50;

  private final NoteKey logKey;
  private final Settings settings;
  private final Waiting waiting;

  /** How a folder is judged. */
  enum Way {
    /** The command that checks a whole folder, with the log's key. */
    FSCK("penstock fsck DIR --key VKEY"),
    /** A node that is started on it, with the published head that is kept elsewhere. */
    START("a node started on it, which asks the published head kept elsewhere"),
    /** A node that is started on it, and asked for every record it has. */
    READ("a node started on it, asked for its records");

    private final String label;

    Way(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }

  /** The settings of a node that runs on a copy and listens to nobody. */
  @FunctionalInterface
  interface Settings {
    NodeSettings of(Path data) throws IOException;
  }

  /**
   * Asks on behalf of somebody who trusts this key.
   *
   * @param waiting until a node that was started on a folder knows all of it
   */
  FolderCheck(NoteKey logKey, Settings settings, Waiting waiting) {
    this.logKey = logKey;
    this.settings = settings;
    this.waiting = waiting;
  }

  /** What is wrong with a folder, in the product's words; empty when it finds nothing. */
  List<String> findings(Path data, Way way) throws IOException, InterruptedException {
    List<String> found =
        switch (way) {
          case FSCK -> fsck(data);
          case START -> start(data, false);
          case READ -> start(data, true);
        };
    String here = data.toAbsolutePath().toString();
    return found.stream().map(line -> line.replace(here, "DIR")).limit(LINES_MAX).toList();
  }

  private List<String> fsck(Path data) throws IOException {
    List<String> found = new ArrayList<>(DataCheck.run(data, (done, size) -> {}).findings());
    LedgerCheck check =
        LedgerFsck.of(FileStorage.openForReading(data.resolve("ledger")))
            .signedBy(trusted())
            .run(FsckProgress.NONE);
    check
        .findings()
        .forEach(
            one -> found.add("%s at %s: %s".formatted(one.fault(), one.place(), one.detail())));
    if (found.isEmpty() && check.signedSize() < check.size()) {
      found.add(
          "only %d of %d entries are under a checkpoint of the log's key"
              .formatted(check.signedSize(), check.size()));
    }
    return found;
  }

  private TrustedKeys trusted() throws IOException {
    try {
      return new TrustedKeys(CryptoProviders.choose(), List.of(logKey));
    } catch (NoProviderException e) {
      throw new IOException("no signature can be checked here", e);
    }
  }

  private List<String> start(Path data, boolean isRead) throws IOException, InterruptedException {
    try (Node node = Node.start(data, settings.of(data), Node.Machine.here())) {
      List<String> obstacles = obstacles(node);
      if (!obstacles.isEmpty()) {
        return obstacles;
      }
      return isRead ? read(node) : List.of();
    } catch (StartException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  /**
   * A log that must not go on is opened for reading, and the node says why nothing is published; at
   * the start of any other some part may wait for another for a moment.
   */
  private List<String> obstacles(Node node) throws IOException, InterruptedException {
    int[] looks = {0};
    boolean isClear =
        waiting.until(() -> {
          boolean isPublished = node.checkpoints().last().isPresent();
          boolean isFree = node.obstacles().isEmpty();
          looks[0] = isPublished || isFree ? 0 : looks[0] + 1;
          return (isPublished && isFree) || looks[0] > STUCK_LOOKS;
        });
    List<String> obstacles = node.obstacles();
    return isClear || !obstacles.isEmpty()
        ? obstacles
        : List.of("the node publishes no checkpoint and says nothing");
  }

  private List<String> read(Node node) throws InterruptedException {
    var news = new SealedNews(node.projections().records());
    long size = node.ledger().view().head().size();
    try {
      boolean _ = waiting.until(() -> node.projections().records().indexed() >= size);
      news.read();
      return List.of();
    } catch (IOException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }
}
