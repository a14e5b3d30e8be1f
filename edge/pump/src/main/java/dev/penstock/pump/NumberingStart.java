package dev.penstock.pump;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.journal.CursorOpening;
import dev.penstock.flow.journal.Frame;
import dev.penstock.flow.journal.Journal;
import dev.penstock.flow.journal.JournalCursor;
import dev.penstock.flow.journal.Overtaking;
import dev.penstock.flow.journal.Reading;
import dev.penstock.flow.numbering.Numbering;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;

/** Learns what numbers a journal has given, from notes and what came behind them. */
public final class NumberingStart {
  private static final int READ_BYTES = 4 << 20;

  private NumberingStart() {}

  /**
   * The numbering as of the end of the journal.
   *
   * @param notes of an earlier run; an empty array costs reading the whole journal, and so do notes
   *     that do not decode or know more than the journal
   * @throws IOException when the journal cannot be read
   */
  public static Numbering.Stored learn(Journal journal, byte[] notes) throws IOException {
    Numbering.Stored begun = begin(journal, notes);
    try (JournalCursor cursor = cursor(journal, begun.position())) {
      while (true) {
        switch (cursor.read(frame -> learn(begun.numbering(), frame), READ_BYTES)) {
          case Reading.Read _ -> {}
          case Reading.Overtaken _ -> {
            // What was dropped was sealed; its numbers are known from the notes or from later ones.
          }
          case Reading.AtEnd() -> {
            return new Numbering.Stored(begun.numbering(), cursor.position());
          }
          case Reading.Failed(var finding) -> throw new IOException(finding.toString());
        }
      }
    }
  }

  private static Numbering.Stored begin(Journal journal, byte[] notes) {
    return switch (Numbering.decode(notes)) {
      case Decoded.Value<Numbering.Stored>(var known) when known.position() <= journal.end() ->
          known;
      case Decoded.Value<Numbering.Stored> _, Decoded.Refused<Numbering.Stored> _ ->
          new Numbering.Stored(new Numbering(), 0);
    };
  }

  private static JournalCursor cursor(Journal journal, long from) throws IOException {
    return switch (journal.cursor(
        "numbering", EnumSet.allOf(RecordClass.class), from, Overtaking.ALLOWED)) {
      case CursorOpening.Opened(var cursor) -> cursor;
      case CursorOpening.Refused(var finding) -> throw new IOException(finding.toString());
    };
  }

  /** Names stand in control records alone; of all others only the count matters. */
  private static boolean learn(Numbering numbering, Frame frame) {
    if (frame.recordClass() != RecordClass.CONTROL) {
      numbering.learnRun(frame.source(), frame.firstSeq(), frame.count());
      return true;
    }
    for (int i = 0; i < frame.count(); i++) {
      byte[] record = Arrays.copyOfRange(frame.buffer(), frame.startOf(i), frame.startOf(i + 1));
      if (LedgerRecord.decode(record) instanceof Decoded.Value<LedgerRecord>(var known)) {
        numbering.learn(known);
      } else {
        numbering.learnRun(frame.source(), frame.firstSeq() + i, 1);
      }
    }
    return true;
  }
}
