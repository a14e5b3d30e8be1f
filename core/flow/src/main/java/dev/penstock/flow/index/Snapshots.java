package dev.penstock.flow.index;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborReason;
import dev.penstock.cbor.CborType;
import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.Snapshot;
import dev.penstock.flow.LedgerView;
import dev.penstock.flow.blob.BlobStore;
import dev.penstock.merkle.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The state of the index as content-addressed blobs, so that it can be made again after records
 * were dropped: snapshot and replay of what came behind it (docs/formats/index.md). Rows of blocks
 * never change, so of each snapshot only what is new is written.
 */
public final class Snapshots {
  /** The name in snapshot records. */
  public static final String PROJECTION = "record-index";

  /** Another version makes other rows: it is never loaded. */
  public static final String CODE_VERSION = "2";

  private static final int VERSION = 1;
  private static final int PAGE_ROWS_MAX = 16_384;
  private static final int PAGE_BYTES_MAX = 4 << 20;
  private static final int NAME_BYTES_MAX = 32;
  private static final int HEAD_FIELDS = 6;

  private final IndexStore store;
  private final BlobStore blobs;

  public Snapshots(IndexStore store, BlobStore blobs) {
    this.store = store;
    this.blobs = blobs;
  }

  /**
   * Keeps the state, so that records below an index can be dropped. The blobs are durable on
   * return. The caller journals the record, waits until the index itself says that it is sealed
   * ({@link #isSealed}), and drops only then. Nothing may be written to the index meanwhile.
   *
   * @param minimum the log index below which records shall be dropped
   * @throws IOException also when the index is not that far yet
   */
  public Snapshot before(long minimum) throws IOException {
    IndexHead head = store.head();
    if (head.indexed() < minimum) {
      throw new IOException(
          "the index stands at " + head.indexed() + ", records below " + minimum + " must stay");
    }
    Map<IndexTable, List<Digest>> pages = new EnumMap<>(IndexTable.class);
    for (IndexTable table : IndexTable.values()) {
      if (table.isInSnapshot()) {
        var writer = new PageWriter();
        store.forEach(table, writer::add);
        pages.put(table, writer.pages());
      }
    }
    Digest digest = blobs.put(manifest(head, pages));
    return new Snapshot(PROJECTION, CODE_VERSION, head.indexed(), digest, Details.NONE);
  }

  /**
   * True when records below this log index can be dropped: a sealed snapshot holds their state.
   *
   * @param view of the log that the index follows
   */
  public boolean isSealed(long minimum, LedgerView view) throws IOException {
    Optional<SnapshotSealed> newest = store.snapshot();
    return newest.isPresent()
        && newest.get().upTo() >= minimum
        && isOf(view, newest.get().upTo(), newest.get().digest());
  }

  /**
   * Whether a snapshot is of this log: one that was restored seals again what was said of the log
   * before it (docs/backup.md).
   */
  boolean isOf(LedgerView view, long upTo, Digest digest) throws IOException {
    return upTo <= view.head().size() && manifest(digest).head().root().equals(view.root(upTo));
  }

  /** Collects rows in pages; where a page ends follows from the rows alone. */
  private final class PageWriter {
    private final List<Digest> pages = new ArrayList<>();
    private final CborWriter rows = new CborWriter(1 << 16);
    private int count;

    void add(List<Object> row) throws IOException {
      rows.array(row.size());
      row.forEach(this::value);
      count++;
      if (count == PAGE_ROWS_MAX || rows.sizeBytes() >= PAGE_BYTES_MAX) {
        end();
      }
    }

    private void value(Object value) {
      switch (value) {
        case Long number -> rows.integer(number);
        case String text -> rows.text(text);
        case byte[] bytes -> rows.bytes(bytes);
        default -> rows.nullValue();
      }
    }

    private void end() throws IOException {
      pages.add(blobs.put(rows.toByteArray()));
      rows.reset();
      count = 0;
    }

    List<Digest> pages() throws IOException {
      if (count > 0) {
        end();
      }
      return pages;
    }
  }

  private static byte[] manifest(IndexHead head, Map<IndexTable, List<Digest>> pages) {
    var out = new CborWriter(1 << 12);
    out.array(4);
    out.unsigned(VERSION);
    out.text(CODE_VERSION);
    out.array(HEAD_FIELDS - 1);
    out.unsigned(head.indexed());
    out.bytes(head.root().bytes());
    out.integer(head.calledTo());
    out.integer(head.callEntry());
    out.integer(head.callRecord());
    out.array(2 * pages.size());
    pages.forEach((table, digests) -> {
      out.text(table.name());
      out.array(digests.size());
      digests.forEach(digest -> out.bytes(digest.bytes()));
    });
    return out.toByteArray();
  }

  /** What a manifest names. */
  private record Manifest(IndexHead head, Map<IndexTable, List<Digest>> pages) {}

  private Manifest manifest(Digest digest) throws IOException {
    byte[] bytes =
        blobs
            .get(digest)
            .orElseThrow(() -> new IOException("the snapshot " + digest + " is not in blobs/"));
    var in = new CborReader(CborLimits.ofBytes(BlobStore.BYTES_MAX));
    in.reset(bytes);
    in.expectArray(4);
    boolean isOurs = in.unsigned() == VERSION;
    isOurs &= in.text(NAME_BYTES_MAX).equals(CODE_VERSION);
    in.expectArray(HEAD_FIELDS - 1);
    long indexed = in.unsigned();
    Digest root = Digest.of(in.bytesExactly(Digest.BYTES));
    long calledTo = in.integer(-1, Long.MAX_VALUE);
    long callEntry = in.integer(-1, Long.MAX_VALUE);
    int callRecord = (int) in.integer(-1, Integer.MAX_VALUE);
    int tables = in.array() / 2;
    Map<IndexTable, List<Digest>> pages = new EnumMap<>(IndexTable.class);
    for (int i = 0; i < tables && !in.isRefused(); i++) {
      Optional<IndexTable> table = tableOf(in.text(NAME_BYTES_MAX));
      var digests = new ArrayList<Digest>();
      int count = in.array();
      for (int page = 0; page < count && !in.isRefused(); page++) {
        digests.add(Digest.of(in.bytesExactly(Digest.BYTES)));
      }
      if (table.isEmpty()) {
        in.refuse(CborReason.OUT_OF_RANGE);
      } else {
        pages.put(table.get(), digests);
      }
    }
    if (!isOurs) {
      in.refuse(CborReason.OUT_OF_RANGE);
    }
    var head = new IndexHead(indexed, root, 0, calledTo, callEntry, callRecord);
    return switch (in.end(() -> new Manifest(head, pages))) {
      case Decoded.Value<Manifest>(var manifest) -> manifest;
      case Decoded.Refused<Manifest>(var refusal) ->
          throw new IOException("the snapshot " + digest + ": " + refusal);
    };
  }

  private static Optional<IndexTable> tableOf(String name) {
    for (IndexTable table : IndexTable.values()) {
      if (table.isInSnapshot() && table.name().equals(name)) {
        return Optional.of(table);
      }
    }
    return Optional.empty();
  }

  /**
   * Puts a snapshot into an empty index. The digest must be that of a sealed record.
   *
   * @throws IOException when a blob is missing, or it is none of this log
   */
  public void load(Snapshot sealed, LedgerView view) throws IOException {
    Manifest manifest = manifest(sealed.digest());
    long size = manifest.head().indexed();
    if (size != sealed.upTo()
        || size > view.head().size()
        || !view.root(size).equals(manifest.head().root())) {
      throw new IOException("the snapshot " + sealed.digest() + " is none of this log");
    }
    for (Map.Entry<IndexTable, List<Digest>> table : manifest.pages().entrySet()) {
      for (Digest page : table.getValue()) {
        store.load(table.getKey(), rows(page));
      }
    }
    store.apply(new IndexBatch(manifest.head()));
  }

  private List<List<Object>> rows(Digest page) throws IOException {
    byte[] bytes =
        blobs
            .get(page)
            .orElseThrow(() -> new IOException("page " + page + " of a snapshot is not in blobs/"));
    var in = new CborReader(CborLimits.ofBytes(BlobStore.BYTES_MAX));
    in.reset(bytes);
    var rows = new ArrayList<List<Object>>();
    while (in.hasNext()) {
      int fields = in.array();
      var row = new ArrayList<Object>();
      for (int i = 0; i < fields && !in.isRefused(); i++) {
        row.add(value(in));
      }
      rows.add(row);
    }
    return switch (in.end(() -> rows)) {
      case Decoded.Value<ArrayList<List<Object>>>(var read) -> List.copyOf(read);
      case Decoded.Refused<ArrayList<List<Object>>>(var refusal) ->
          throw new IOException("page " + page + " of a snapshot: " + refusal);
    };
  }

  private static Object value(CborReader in) {
    if (in.takeNull()) {
      return IndexStore.NULL;
    }
    CborType type = in.peek();
    return switch (type) {
      case TEXT -> in.text(BlobStore.BYTES_MAX);
      case BYTES -> in.bytes(BlobStore.BYTES_MAX);
      default -> in.integer();
    };
  }

  /** Removes what only an older snapshot needed, when a newer one is sealed. */
  public void forget(Digest older, Digest newer) throws IOException {
    if (older.equals(newer)) {
      return;
    }
    Manifest kept = manifest(newer);
    Manifest gone = manifest(older);
    var needed = new HashSet<Digest>();
    kept.pages().values().forEach(needed::addAll);
    for (List<Digest> pages : gone.pages().values()) {
      for (Digest page : pages) {
        if (!needed.contains(page)) {
          blobs.remove(page);
        }
      }
    }
    blobs.remove(older);
  }
}
