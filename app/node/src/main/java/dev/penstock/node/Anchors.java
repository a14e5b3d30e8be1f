package dev.penstock.node;

import dev.penstock.anchors.evm.EvmAnchor;
import dev.penstock.anchorstore.AnchorFiles;
import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.record.AnchorResults;
import dev.penstock.evidence.record.FindingMade;
import dev.penstock.flow.CheckpointHistory;
import dev.penstock.flow.Ledger;
import dev.penstock.flow.PublishedCheckpoint;
import dev.penstock.flow.anchoring.Anchor;
import dev.penstock.flow.anchoring.AnchorArchive;
import dev.penstock.flow.anchoring.AnchorBook;
import dev.penstock.flow.anchoring.AnchorHead;
import dev.penstock.flow.anchoring.AnchorRow;
import dev.penstock.flow.anchoring.AnchorState;
import dev.penstock.flow.anchoring.CheckpointWatch;
import dev.penstock.flow.anchoring.HeadFindings;
import dev.penstock.flow.journal.Journal;
import dev.penstock.keys.KeyHomeException;
import dev.penstock.node.config.AnchorSettings;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.log.LogLevel;
import dev.penstock.node.log.NodeLog;
import dev.penstock.pump.AnchorEntry;
import dev.penstock.pump.AnchorPump;
import dev.penstock.pump.CheckpointPump;
import dev.penstock.pump.SealerPump;
import dev.penstock.web.AnchorView;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * The anchors of a node: their answers in the folder, how it stands with each, and the threads that
 * ask. A folder whose answers cannot be explained is left as it is; the node runs, and no anchor is
 * asked.
 */
final class Anchors implements AnchorView {
  static final String ROOM = "anchors";
  static final String PROOFS = ROOM + "/proofs";

  private final Optional<AnchorFiles> files;
  private final Optional<String> refusal;
  private final AnchorBook book;
  private final NodeLog log;
  private final OpenParts running = new OpenParts("anchors");
  private final List<AnchorPump> pumps = new ArrayList<>();
  private Optional<AnchorEntry> entry = Optional.empty();

  private Anchors(
      Optional<AnchorFiles> files, Optional<String> refusal, AnchorBook book, NodeLog log) {
    this.files = files;
    this.refusal = refusal;
    this.book = book;
    this.log = log;
  }

  /** What a node has that anchors need. */
  record Around(
      CheckpointPump checkpoints,
      SealerPump sealer,
      Ledger ledger,
      Journal journal,
      AnchorPump.Statements statements,
      Node.Machine machine) {}

  /** What an earlier run left of the anchors that are set. */
  static Anchors of(Stores stores, NodeSettings settings, NodeLog log) {
    Optional<AnchorFiles> files = stores.anchors();
    if (files.isEmpty()) {
      return new Anchors(files, stores.anchorsRefused(), new AnchorBook(), log);
    }
    try {
      return new Anchors(files, Optional.empty(), book(files.get(), settings), log);
    } catch (IOException e) {
      // What is stored cannot be read on: left as it is, and said. The node runs.
      String why = String.valueOf(e.getMessage());
      return new Anchors(Optional.empty(), Optional.of(why), new AnchorBook(), log);
    }
  }

  /** The book as it was stored, with the rows that came after it, for the anchors that are set. */
  private static AnchorBook book(AnchorFiles files, NodeSettings settings) throws IOException {
    byte[] known = storedBytes(files);
    AnchorBook book = stored(known);
    Map<String, AnchorResults.Kind> wanted = new HashMap<>();
    for (AnchorSettings each : settings.anchors()) {
      AnchorResults.Kind _ = wanted.put(each.name(), each.kind());
    }
    book.keepOnly(wanted);
    // Without a book all rows are looked at; a book that was just stored knows all but a few.
    while (book.rows() < files.count()) {
      files.rows(book.rows(), AnchorArchive.ROWS_MAX).forEach(book::fold);
    }
    if (!Arrays.equals(known, book.encode())) {
      // Who reads beside this node shall not see anchors that are set no more.
      files.book(book.encode());
    }
    return book;
  }

  /** What it holds beside the rows only saves questions, so a damaged one is begun anew. */
  private static AnchorBook stored(byte[] bytes) {
    return switch (AnchorBook.decode(bytes)) {
      case Decoded.Value<AnchorBook>(var known) -> known;
      case Decoded.Refused<AnchorBook> _ -> new AnchorBook();
    };
  }

  private static byte[] storedBytes(AnchorFiles files) {
    try {
      return files.book();
    } catch (IOException e) {
      return new byte[0];
    }
  }

  /** Makes the anchors and begins to ask; nothing here waits for any of them. */
  void start(NodeSettings settings, AnchorMaking making, AnchorMaking.Parts parts, Around around)
      throws IOException, StartException, KeyHomeException {
    if (files.isEmpty()) {
      return;
    }
    var entering = new AnchorEntry(files.get(), around.journal(), around.statements());
    entry = Optional.of(running.keep(entering));
    var told = new AnchorPump.Surroundings(around.machine().clock(), around.statements(), watch());
    AnchorPump.Heads heads = heads(around, parts);
    for (AnchorSettings each : settings.anchors()) {
      Anchor anchor = making.make(each, parts);
      if (anchor instanceof AutoCloseable closing) {
        AutoCloseable _ = running.keep(closing);
      }
      if (anchor instanceof EvmAnchor chain) {
        String account = chain.sender().toString();
        log.say(
            LogLevel.INFO, "anchor", each.name() + " pays from this account", "account", account);
      }
      var pump =
          new AnchorPump(
              anchor,
              each.schedule(),
              book,
              files.get(),
              heads,
              told,
              new SplittableRandom(around.machine().random().nextLong()));
      pumps.add(running.keep(pump));
    }
    entering.start();
    pumps.forEach(AnchorPump::start);
  }

  private static AnchorPump.Heads heads(Around around, AnchorMaking.Parts parts) {
    var watch = new CheckpointWatch(parts.log(), parts.growth());
    return new AnchorPump.Heads() {
      @Override
      public Optional<PublishedCheckpoint> newest() {
        return around.checkpoints().lastWithBoth();
      }

      @Override
      public void want() {
        around.checkpoints().wantBoth();
      }

      @Override
      public long stated() {
        return around.sealer().statedSize();
      }

      @Override
      public CheckpointHistory history() {
        return around.ledger().checkpoints();
      }

      @Override
      public Optional<FindingMade> judged(AnchorHead ours, byte[] seen) throws IOException {
        return HeadFindings.of(watch.compare(ours, seen));
      }
    };
  }

  private AnchorPump.Watch watch() {
    return new AnchorPump.Watch() {
      @Override
      public void given(AnchorRow row, int failures) {
        String after = failures == 0 ? "" : " after " + failures + " failures";
        log.say(
            LogLevel.INFO,
            "anchored",
            "it vouches for size " + row.size() + after,
            "anchor",
            row.name());
      }

      @Override
      public void failed(AnchorState state) {
        String why = state.trouble().map(AnchorState.Trouble::why).orElse("");
        log.say(
            LogLevel.WARNING,
            "anchor-failed",
            why + "; asked again at " + time(state.next()),
            "anchor",
            state.name(),
            "failures",
            Integer.toString(state.failures()));
      }

      @Override
      public void contradicted(String anchor, FindingMade finding) {
        log.say(LogLevel.ERROR, "alarm", finding.text(), "code", finding.code(), "anchor", anchor);
      }
    };
  }

  static Instant time(long nanos) {
    return Instant.EPOCH.plusNanos(nanos);
  }

  /** How it stands with each anchor that is set, by name. */
  @Override
  public List<AnchorState> states() {
    return book.states();
  }

  /** The largest head that anybody vouched for. */
  @Override
  public Optional<AnchorState.Last> newest() {
    return book.newest();
  }

  /** What anchors answered, where it can be read. */
  @Override
  public Optional<AnchorArchive> archive() {
    return files.map(open -> open);
  }

  /** What is in the way of asking or of keeping answers, if something is. */
  Optional<String> obstacle() {
    return Stream.concat(
            Stream.of(
                refusal.map(why -> why + "; no anchor is asked; run fsck"),
                entry.flatMap(AnchorEntry::obstacle)),
            pumps.stream().map(AnchorPump::obstacle))
        .flatMap(Optional::stream)
        .findFirst()
        .map(why -> "anchors: " + why);
  }

  /** Ends the threads; what is under way is given up. */
  Closeable asking() {
    return running::close;
  }
}
