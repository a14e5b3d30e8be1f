package dev.penstock.web;

import dev.penstock.flow.Entries;
import dev.penstock.flow.query.RecordPage;
import dev.penstock.flow.query.RecordPlace;
import dev.penstock.flow.query.RecordQuery;
import dev.penstock.flow.query.SealedRecord;
import dev.penstock.flow.query.SealedRecords;
import dev.penstock.flow.query.SourceKnown;
import dev.penstock.flow.shred.ValueOpening;
import dev.penstock.web.internal.call.Sight;
import dev.penstock.web.internal.call.Times;
import dev.penstock.web.internal.form.RecordForm;
import dev.penstock.web.internal.json.JsonWriter;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One page of rows while it is written. It ends at the limit asked for or when it has enough bytes,
 * whichever comes first: a thousand rows of samples are small, a thousand messages of 120 KiB are
 * not. So the rows are asked for in portions, the later ones as large as the first let expect.
 */
final class RowPage {
  /** Small enough for the largest records: 8 MiB at most. */
  private static final int PORTION_FIRST = 64;

  /** Of which few may be of the zones of whoever asks. */
  private static final int PORTION_SIFTED = 256;

  /** Then whoever asks goes on by "next", though this page may be short or empty. */
  private static final int LOOKS_MAX = 40;

  private final SealedRecords records;
  private final InstantSource clock;
  private final AnchoredTimes anchored;
  private final ValueOpening values;
  private final int pageBytes;
  private final JsonWriter json = new JsonWriter();
  private final Map<Long, Optional<String>> sourceNames = new HashMap<>();
  private final Map<Long, Map<Long, Optional<String>>> pointNames = new HashMap<>();
  private Optional<RecordPlace> next = Optional.empty();
  private Optional<Entries.Pruned> pruned = Optional.empty();
  private long indexed;
  private int rows;

  RowPage(
      SealedRecords records,
      InstantSource clock,
      AnchorView anchors,
      ValueOpening values,
      int pageBytes) {
    this.records = records;
    this.anchored = new AnchoredTimes(anchors);
    this.clock = clock;
    this.values = values;
    this.pageBytes = pageBytes;
  }

  /** A page of one row, without the frame of a page. */
  byte[] only(SealedRecord record) throws IOException {
    write(record, Times.nanos(clock.instant()));
    return json.toBytes();
  }

  /**
   * Writes the rows.
   *
   * @param sight of whoever asks: rows of other sources are passed over
   */
  void fill(RecordQuery wanted, Optional<RecordPlace> after, Sight sight) throws IOException {
    json.object();
    json.array("records");
    int portion = PORTION_FIRST;
    Optional<RecordPlace> from = after;
    for (int look = 1; ; look++) {
      // Of what comes most may be passed over, so more is asked for than there is room for.
      int asked = sight.isWhole() ? Math.min(portion, wanted.limit() - rows) : PORTION_SIFTED;
      RecordPage page = records.find(portionOf(wanted, from, asked));
      indexed = page.indexed();
      if (pruned.isEmpty()) {
        pruned = page.pruned();
      }
      next = page.next();
      boolean isFull = write(page, wanted.limit(), sight) || rows >= wanted.limit();
      // A store may end a portion early to answer in time; then whoever asks decides to go on.
      boolean isTired = !sight.isWhole() && look >= LOOKS_MAX;
      if (isFull || isTired || next.isEmpty() || page.records().isEmpty()) {
        return;
      }
      from = next;
      int rowBytes = Math.max(1, json.length() / Math.max(1, rows));
      portion = Math.clamp((pageBytes - json.length()) / rowBytes, 1, RecordQuery.LIMIT_MAX);
    }
  }

  /** True when the page has bytes enough, so that not all of these rows may be on it. */
  private boolean write(RecordPage page, int limit, Sight sight) throws IOException {
    long verified = Times.nanos(clock.instant());
    int left = page.records().size();
    for (SealedRecord record : page.records()) {
      left--;
      if (!isSeen(record, sight)) {
        continue;
      }
      write(record, verified);
      rows++;
      if (json.length() >= pageBytes || rows >= limit) {
        if (left > 0) {
          next = Optional.of(record.place());
        }
        return true;
      }
    }
    return false;
  }

  /** What is of no source that has a name is of no zone either. */
  private boolean isSeen(SealedRecord record, Sight sight) throws IOException {
    return sight.isWhole() || sourceName(record.source()).filter(sight::reaches).isPresent();
  }

  /** After which row the next page begins; empty when there is none. */
  Optional<RecordPlace> next() {
    return next;
  }

  /** Writes what stands behind the rows. */
  byte[] finish(Optional<String> nextAddress) {
    json.end();
    json.text("next", nextAddress.orElse(null));
    if (pruned.isEmpty()) {
      json.text("pruned", null);
    } else {
      Entries.Pruned gone = pruned.get();
      json.object("pruned");
      json.text(
          "words",
          "Records of blocks below entry "
              + gone.minimumIndex()
              + " were dropped by policy "
              + gone.policy()
              + " on "
              + Times.text(gone.at())
              + "; some may be missing here.");
      json.text("policy", gone.policy());
      json.text("at", Times.text(gone.at()));
      json.whole("minimumEntry", gone.minimumIndex());
      json.whole("recordedAt", gone.recordIndex());
      json.end();
    }
    json.whole("indexed", indexed);
    json.end();
    return json.toBytes();
  }

  private void write(SealedRecord record, long verified) throws IOException {
    long source = record.source();
    Long point = record.record().point();
    var names = new RecordForm.Names(sourceName(source), pointName(source, point));
    Long when = anchored.of(record.place().entry());
    RecordForm.write(json, record, names, when, verified, values.see(record.record()));
  }

  private Optional<String> sourceName(long number) throws IOException {
    Optional<String> known = sourceNames.get(number);
    if (known == null) {
      known = records.source(number).map(SourceKnown::name);
      sourceNames.put(number, known);
    }
    return known;
  }

  private Optional<String> pointName(long source, @Nullable Long number) throws IOException {
    if (number == null) {
      return Optional.empty();
    }
    Map<Long, Optional<String>> ofSource = pointNames.computeIfAbsent(source, _ -> new HashMap<>());
    Optional<String> known = ofSource.get(number);
    if (known == null) {
      known = records.pointName(source, number);
      ofSource.put(number, known);
    }
    return known;
  }

  private static RecordQuery portionOf(RecordQuery wanted, Optional<RecordPlace> after, int limit) {
    return new RecordQuery(
        wanted.source(), wanted.point(), wanted.from(), wanted.to(), wanted.order(), after, limit);
  }
}
