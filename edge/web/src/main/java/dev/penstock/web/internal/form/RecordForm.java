package dev.penstock.web.internal.form;

import dev.penstock.evidence.block.BlockHeader;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.evidence.record.Sealed;
import dev.penstock.flow.query.RecordPlace;
import dev.penstock.flow.query.SealedRecord;
import dev.penstock.flow.shred.Seen;
import dev.penstock.web.internal.call.Times;
import dev.penstock.web.internal.json.JsonWriter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record as a row: where it is sealed, its five times, each in a field of its own, its quality
 * and its value, and where its proof is.
 */
public final class RecordForm {
  /** OPC 10000-4 §7.38: the two highest bits of a status code. */
  private static final int SEVERITY_SHIFT = 30;

  private RecordForm() {}

  /** What people call the source and the point of a record, where that is known. */
  public record Names(Optional<String> source, Optional<String> point) {}

  /**
   * Writes a row.
   *
   * @param anchored ns since 1970: when somebody outside vouched for it; null where nobody did
   * @param verified ns since 1970: when the record was compared with its block, and that with the
   *     log
   * @param seen what can be shown of its value
   */
  public static void write(
      JsonWriter json,
      SealedRecord sealed,
      Names names,
      @Nullable Long anchored,
      long verified,
      Seen seen) {
    LedgerRecord record = sealed.record();
    json.object();
    json.text("place", sealed.place().toString());
    block(json, sealed.place(), sealed.header());
    json.text("kind", KindForm.name(record.kind()));
    json.whole("seq", record.seq());
    json.object("source");
    json.number("number", sealed.source());
    json.text("name", names.source().orElse(null));
    json.end();
    Long point = record.point();
    if (point == null) {
      json.text("point", null);
    } else {
      json.object("point");
      json.number("number", point);
      json.text("name", names.point().orElse(null));
      json.end();
    }
    json.object("times");
    time(json, "source", record.sourceTime());
    time(json, "received", sealed.receivedTime());
    time(json, "sealed", sealed.header().wall());
    time(json, "anchored", anchored);
    time(json, "verified", verified);
    json.end();
    quality(json, record.quality());
    KindForm.write(json, seen instanceof Seen.Open(var clear) ? clear.value() : record.value());
    sealedValue(json, record.value(), seen);
    json.text("proof", proofOf(sealed.place()));
    json.end();
  }

  /** Whether the value is sealed, and what became of its key: a row says so, and never "none". */
  private static void sealedValue(JsonWriter json, RecordValue value, Seen seen) {
    if (!(value instanceof Sealed sealed)) {
      json.text("sealedValue", null);
      return;
    }
    json.object("sealedValue");
    json.text("keyId", sealed.keyId().toString());
    switch (seen) {
      case Seen.Open _, Seen.Plain _ -> {
        json.text("state", "open");
        json.text("words", "Stored sealed; opened with the key in the vault.");
      }
      case Seen.Shredded(var at, var by, var reason) -> {
        json.text("state", "shredded");
        json.text("words", "Shredded on " + Times.text(at) + " by " + by + ": " + reason);
        time(json, "at", at);
        json.text("by", by);
        json.text("reason", reason);
      }
      case Seen.KeyMissing() -> {
        json.text("state", "key-missing");
        json.text("words", "Sealed; the key is not in the vault.");
      }
      case Seen.Unreadable(var why) -> {
        json.text("state", "unreadable");
        json.text("words", "Sealed, and the key in the vault does not open it: " + why + ".");
      }
    }
    json.end();
  }

  /** Where the proof of a record is. */
  public static String proofOf(RecordPlace place) {
    return "/api/v1/records/" + place + "/proof";
  }

  private static void block(JsonWriter json, RecordPlace place, BlockHeader header) {
    json.object("block");
    json.whole("entry", place.entry());
    json.number("record", place.record());
    json.text("origin", header.origin());
    json.text("chain", header.chain().toString());
    json.whole("boot", header.boot());
    json.whole("seq", header.seq());
    json.number("clockQuality", header.clockQuality());
    json.end();
  }

  /** How good a value is: its status code, and what that means. */
  public static void quality(JsonWriter json, long code) {
    json.object("quality");
    json.number("code", code);
    json.text(
        "severity",
        switch ((int) (code >>> SEVERITY_SHIFT)) {
          case 0 -> "good";
          case 1 -> "uncertain";
          default -> "bad";
        });
    json.end();
  }

  /** A time, or null where nobody stated it. */
  static void time(JsonWriter json, String name, @Nullable Long nanos) {
    json.text(name, nanos == null ? null : Times.text(nanos));
  }
}
