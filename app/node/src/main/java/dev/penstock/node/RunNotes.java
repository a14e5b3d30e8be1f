package dev.penstock.node;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.block.ChainTip;
import dev.penstock.flow.LedgerView;
import dev.penstock.flow.continuity.Hearers;
import dev.penstock.flow.index.BookKeeper;
import dev.penstock.flow.journal.Journal;
import dev.penstock.flow.sealing.SealerNotes;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.pump.NumberingStart;
import dev.penstock.storage.Storage;
import java.io.IOException;

/**
 * What the last run left for this one: where it stood, so that a start need not read everything
 * again, and how many runs there were.
 */
record RunNotes(Storage notes) {
  static final String NUMBERING = "numbering";
  static final String HEARERS = "hearers";
  static final String SEALER = "sealer";
  static final String CONTINUITY = "continuity";
  private static final String BOOT = "boot";

  private static final int BYTES_MAX = 256 << 20;
  private static final int SMALL_BYTES_MAX = 1 << 10;

  /** Which numbers were given; the rest is learnt from the journal. */
  NumberingStart.Learnt numbering(Journal journal) throws IOException {
    return NumberingStart.learn(journal, ReplacedFile.read(notes, NUMBERING, BYTES_MAX));
  }

  /** Who heard whom. */
  Hearers hearers() throws IOException {
    return Hearers.resumed(ReplacedFile.read(notes, HEARERS, BYTES_MAX));
  }

  /** Where the sealer stood; nowhere when that cannot be told. */
  SealerNotes sealer() throws IOException {
    byte[] stored = ReplacedFile.read(notes, SEALER, BYTES_MAX);
    return switch (SealerNotes.decode(stored)) {
      case Decoded.Value<SealerNotes>(var read) -> read;
      case Decoded.Refused<SealerNotes> _ -> SealerNotes.NONE;
    };
  }

  /** What is known of the continuity of each source up to a view of the log. */
  BookKeeper keeper(NodeSettings settings, LedgerView view) throws IOException {
    var keeper = new BookKeeper(settings.cadences());
    keeper.resume(ReplacedFile.read(notes, CONTINUITY, BYTES_MAX), view);
    return keeper;
  }

  /** One more than any run before: no block with this counter can have left before. */
  long nextBoot(SealerNotes known) throws IOException {
    long last = known.tips().values().stream().mapToLong(ChainTip::boot).max().orElse(0);
    String stored = new String(ReplacedFile.read(notes, BOOT, SMALL_BYTES_MAX), US_ASCII).strip();
    if (stored.matches("[0-9]{1,18}")) {
      last = Math.max(last, Long.parseLong(stored));
    }
    ReplacedFile.write(notes, BOOT, (last + 1 + "\n").getBytes(US_ASCII));
    return last + 1;
  }
}
