package dev.penstock.pump;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.evidence.record.RollCall;
import dev.penstock.flow.continuity.IntervalBook;
import dev.penstock.flow.devices.DeviceFrames;
import dev.penstock.flow.journal.CursorOpening;
import dev.penstock.flow.journal.Frame;
import dev.penstock.flow.journal.Journal;
import dev.penstock.flow.journal.JournalCursor;
import dev.penstock.flow.journal.Overtaking;
import dev.penstock.flow.journal.Reading;
import dev.penstock.flow.numbering.Numbering;
import java.io.IOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Learns what numbers a journal has given, from notes and what came behind them, and which records
 * no roll-call counts because the run that heard them was cut off.
 */
public final class NumberingStart {
  private static final int READ_BYTES = 4 << 20;

  private final Numbering numbering;
  private final Map<Long, Long> uncalled = new HashMap<>();

  /** Where the last roll-call ended, or else the first time of receipt; -1 before either. */
  private long from = -1;

  private long to = -1;

  private NumberingStart(Numbering numbering) {
    this.numbering = numbering;
  }

  /**
   * What a journal was found to hold.
   *
   * @param uncalled roll-calls to state first: of records that none counts so far
   */
  public record Learnt(Numbering numbering, long position, List<RollCall> uncalled) {
    public Learnt {
      uncalled = List.copyOf(uncalled);
    }
  }

  /**
   * The numbering as of the end of the journal, and what is to be stated first.
   *
   * @param notes of an earlier run; an empty array costs reading the whole journal, and so do notes
   *     that do not decode or know more than the journal
   * @throws IOException when the journal cannot be read
   */
  public static Learnt learn(Journal journal, byte[] notes) throws IOException {
    Numbering.Stored begun = begin(journal, notes);
    var start = new NumberingStart(begun.numbering());
    try (JournalCursor cursor = cursor(journal, begun.position())) {
      while (true) {
        switch (cursor.read(start::learn, READ_BYTES)) {
          case Reading.Read _ -> {}
          case Reading.Overtaken _ -> {
            // What was dropped was sealed; its numbers are known from the notes or from later ones.
          }
          case Reading.AtEnd() -> {
            return new Learnt(begun.numbering(), cursor.position(), start.recovered());
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
  private boolean learn(Frame frame) {
    if (DeviceFrames.isOne(frame)) {
      DeviceFrames.signedBlock(frame).ifPresent(this::count);
      return true;
    }
    if (frame.recordClass() != RecordClass.CONTROL) {
      numbering.learnRun(frame.source(), frame.firstSeq(), frame.count());
      count(frame.source(), frame.count());
      if (record(frame, frame.count() - 1) instanceof Decoded.Value<LedgerRecord>(var last)) {
        receivedAt(last);
      }
      return true;
    }
    for (int i = 0; i < frame.count(); i++) {
      if (record(frame, i) instanceof Decoded.Value<LedgerRecord>(var known)) {
        numbering.learn(known);
        count(known);
      } else {
        numbering.learnRun(frame.source(), frame.firstSeq() + i, 1);
        count(frame.source(), 1);
      }
    }
    return true;
  }

  private static Decoded<LedgerRecord> record(Frame frame, int index) {
    int at = frame.startOf(index);
    return LedgerRecord.decode(frame.buffer(), at, frame.startOf(index + 1) - at);
  }

  private void count(LedgerRecord record) {
    if (record.source() == Numbering.SELF && record.value() instanceof RollCall call) {
      uncalled.clear();
      from = call.to();
      to = from;
      return;
    }
    if (IntervalBook.isHeard(record)) {
      count(record.source(), 1);
      receivedAt(record);
    }
  }

  private void count(DeviceFrames.SignedBlock signed) {
    count(signed.source(), signed.block().header().count());
    from = from < 0 ? signed.receivedTime() : from;
    to = Math.max(to, signed.receivedTime());
  }

  private void count(long source, int records) {
    if (source != Numbering.SELF) {
      long _ = uncalled.merge(source, (long) records, Long::sum);
    }
  }

  private void receivedAt(LedgerRecord record) {
    Long time = record.receivedTime();
    if (time != null) {
      from = from < 0 ? time : from;
      to = Math.max(to, time);
    }
  }

  /** docs/formats/continuity.md §1, after a crash. */
  private List<RollCall> recovered() {
    return uncalled.isEmpty() || from < 0
        ? List.of()
        : IntervalBook.recovered(from, Math.max(from, to), uncalled);
  }
}
