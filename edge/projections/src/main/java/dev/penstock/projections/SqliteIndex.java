package dev.penstock.projections;

import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.record.DictionaryEntry;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.index.ChainEnd;
import dev.penstock.flow.index.DropStated;
import dev.penstock.flow.index.Ground;
import dev.penstock.flow.index.IndexBatch;
import dev.penstock.flow.index.IndexHead;
import dev.penstock.flow.index.IndexStore;
import dev.penstock.flow.index.IndexTable;
import dev.penstock.flow.index.NewestValues;
import dev.penstock.flow.index.SnapshotSealed;
import dev.penstock.flow.index.Summary;
import dev.penstock.flow.journal.Extent;
import dev.penstock.flow.query.RecordPlace;
import dev.penstock.flow.query.SourceKnown;
import dev.penstock.merkle.Digest;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the index in a SQLite file. Nothing in it needs a backup: a file that is damaged, of
 * another version or of another log is thrown away and made again.
 */
public final class SqliteIndex implements IndexStore, Closeable {
  private static final long MASK = (1L << Schema.LEVEL_SHIFT) - 1;

  private static final String SOURCES =
      "SELECT number, name, zone, protocol, records, last_time,"
          + " (SELECT count(*) FROM point WHERE point.source = source.number) FROM source ";

  private static final String POINTS =
      "SELECT source, number, name, data_type, unit, content_type, last_entry, last_record"
          + " FROM point WHERE source = ? AND ";

  private static final String GROUNDS =
      "SELECT source, t_from, t_to, entry, record, open, call_entry, call_record FROM ground ";

  private final Database database;
  private final AtomicLong generation = new AtomicLong();
  private final AtomicReference<Optional<String>> distrust =
      new AtomicReference<>(Optional.empty());

  private SqliteIndex(Database database) {
    this.database = database;
  }

  /** Opens the index in this file; makes it where there is none that can be used. */
  public static SqliteIndex open(Path file) throws IOException {
    return new SqliteIndex(Database.open(file));
  }

  /**
   * Lets the library behind this load, and opens nothing. A start is shorter where this is done
   * meanwhile by a thread that has nothing else to do.
   */
  public static void prepare() throws IOException {
    Database.prepare();
  }

  // One question.

  @FunctionalInterface
  private interface Row<T> {
    T of(ResultSet row) throws SQLException, IOException;
  }

  private <T> List<T> all(String sql, Row<T> row, Object... values) throws IOException {
    return database.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        set(statement, List.of(values));
        try (ResultSet found = statement.executeQuery()) {
          var all = new ArrayList<T>();
          while (found.next()) {
            all.add(row.of(found));
          }
          return all;
        }
      }
    });
  }

  private <T> Optional<T> first(String sql, Row<T> row, Object... values) throws IOException {
    List<T> found = all(sql, row, values);
    return found.isEmpty() ? Optional.empty() : Optional.of(found.getFirst());
  }

  private static void set(PreparedStatement statement, List<?> values) throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      Object value = values.get(i);
      statement.setObject(i + 1, value.equals(NULL) ? null : value);
    }
  }

  @Override
  public IndexHead head() throws IOException {
    return first(
            "SELECT indexed, root, extents_to, called_to, call_entry, call_record FROM head",
            row ->
                new IndexHead(
                    row.getLong(1),
                    Digest.of(row.getBytes(2)),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5),
                    row.getInt(6)))
        .orElse(IndexHead.NONE);
  }

  @Override
  public long generation() {
    return generation.get();
  }

  @Override
  public void distrust(long of, String why) {
    if (of == generation.get()) {
      distrust.set(Optional.of(why));
    }
  }

  @Override
  public Optional<String> distrusted() {
    return distrust.get();
  }

  @Override
  public void reset() throws IOException {
    database.recreate();
    long _ = generation.incrementAndGet();
    distrust.set(Optional.empty());
  }

  @Override
  public Optional<Extent> extentsOf(long entry) throws IOException {
    return first(
        "SELECT segment, start, length FROM extents WHERE entry = ?",
        row -> new Extent(RecordClass.CONTROL, row.getInt(1), row.getInt(2), row.getInt(3)),
        entry);
  }

  @Override
  public Optional<Summary> summary(int level, long number) throws IOException {
    return summaries(level, number, number + 1).stream().findFirst();
  }

  @Override
  public List<Summary> summaries(int level, long from, long to) throws IOException {
    return all(
        "SELECT id, t_from, t_to, before, points, cover, crc FROM summary"
            + " WHERE id >= ? AND id < ? ORDER BY id",
        row ->
            new Summary(
                (int) (row.getLong(1) >>> Schema.LEVEL_SHIFT),
                row.getLong(1) & MASK,
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getBytes(5),
                row.getBytes(6),
                row.getInt(7)),
        id(level, from),
        id(level, to));
  }

  private static long id(int level, long number) {
    return (long) level << Schema.LEVEL_SHIFT | number;
  }

  @Override
  public Optional<SourceKnown> source(long number) throws IOException {
    return first(SOURCES + "WHERE number = ?", SqliteIndex::source, number);
  }

  @Override
  public Optional<SourceKnown> source(String name) throws IOException {
    return first(
        SOURCES + "WHERE name = ? ORDER BY number DESC LIMIT 1", SqliteIndex::source, name);
  }

  @Override
  public List<SourceKnown> sources(String afterName, int limit) throws IOException {
    return all(
        SOURCES + "WHERE name > ? ORDER BY name, number LIMIT ?",
        SqliteIndex::source,
        afterName,
        limit);
  }

  private static SourceKnown source(ResultSet row) throws SQLException {
    long time = row.getLong(6);
    String name = row.getString(2);
    return new SourceKnown(
        row.getLong(1),
        name == null ? "" : name,
        Optional.ofNullable(row.getString(3)),
        Optional.ofNullable(row.getString(4)),
        row.getLong(7),
        row.getLong(5),
        time < 0 ? Optional.empty() : Optional.of(time));
  }

  @Override
  public Optional<PointRow> point(long source, String name) throws IOException {
    return first(
        POINTS + "name = ? ORDER BY number DESC LIMIT 1", SqliteIndex::point, source, name);
  }

  @Override
  public Optional<PointRow> point(long source, long number) throws IOException {
    return first(POINTS + "number = ? AND name IS NOT NULL", SqliteIndex::point, source, number);
  }

  @Override
  public List<PointRow> points(long source, String afterName, int limit) throws IOException {
    return all(
        POINTS + "name > ? ORDER BY name, number LIMIT ?",
        SqliteIndex::point,
        source,
        afterName,
        limit);
  }

  private static PointRow point(ResultSet row) throws SQLException {
    long entry = row.getLong(7);
    boolean isAbsent = row.wasNull();
    return new PointRow(
        row.getLong(1),
        row.getLong(2),
        row.getString(3),
        Optional.ofNullable(row.getString(4)),
        Optional.ofNullable(row.getString(5)),
        Optional.ofNullable(row.getString(6)),
        isAbsent ? Optional.empty() : Optional.of(new RecordPlace(entry, row.getInt(8))));
  }

  @Override
  public List<ChainEnd> chains() throws IOException {
    return all(
        "SELECT chain, entry FROM chain ORDER BY chain",
        row -> new ChainEnd(ChainId.of(row.getBytes(1)), row.getLong(2)));
  }

  @Override
  public OptionalLong deviceBlock(ChainId chain, long seq) throws IOException {
    List<Long> found =
        all(
            "SELECT entry FROM device_block WHERE chain = ? AND seq = ?",
            row -> row.getLong(1),
            chain.value().bytes(),
            seq);
    return found.isEmpty() ? OptionalLong.empty() : OptionalLong.of(found.getFirst());
  }

  @Override
  public List<Ground> grounds(long source, long from, long to) throws IOException {
    return all(
        GROUNDS
            + "WHERE source = ?1 AND is_long = 0 AND t_from >= ?2 AND t_from < ?4 AND t_to >= ?3"
            + " UNION ALL "
            + GROUNDS
            + "WHERE source = ?1 AND is_long = 1 AND t_from < ?4 AND t_to >= ?3"
            + " ORDER BY entry, record",
        SqliteIndex::ground,
        source,
        Math.max(0, from - Ground.LONG_NANOS),
        from,
        to);
  }

  @Override
  public List<Ground> openGrounds() throws IOException {
    return all(GROUNDS + "WHERE open <> '' ORDER BY entry, record", SqliteIndex::ground);
  }

  private static Ground ground(ResultSet row) throws SQLException {
    return new Ground(
        row.getLong(1),
        row.getLong(2),
        row.getLong(3),
        row.getLong(4),
        row.getInt(5),
        row.getString(6),
        row.getLong(7),
        row.getInt(8));
  }

  @Override
  public List<DropStated> drops() throws IOException {
    return all(
        "SELECT entry, record, below, policy, made FROM dropped ORDER BY entry, record",
        row ->
            new DropStated(
                row.getLong(1), row.getInt(2), row.getLong(3), row.getString(4), row.getLong(5)));
  }

  @Override
  public Optional<SnapshotSealed> snapshot() throws IOException {
    return first(
        "SELECT entry, up_to, digest FROM snapshot ORDER BY entry DESC, up_to DESC LIMIT 1",
        row -> new SnapshotSealed(row.getLong(1), row.getLong(2), Digest.of(row.getBytes(3))));
  }

  @Override
  public void forEach(IndexTable table, RowVisitor visitor) throws IOException {
    Schema.Columns columns = Schema.columns(table);
    boolean _ =
        database.read(connection -> {
          try (PreparedStatement statement = connection.prepareStatement(columns.select());
              ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
              var row = new ArrayList<Object>();
              for (int i = 1; i <= columns.names().size(); i++) {
                row.add(value(rows.getObject(i)));
              }
              visitor.accept(row);
            }
            return true;
          }
        });
  }

  private static Object value(@Nullable Object value) {
    return switch (value) {
      case null -> NULL;
      case Integer small -> (Object) small.longValue();
      default -> value;
    };
  }

  @Override
  public void load(IndexTable table, List<List<Object>> rows) throws IOException {
    int _ = database.write(connection -> many(connection, Schema.columns(table).insert(), rows));
  }

  private static int many(Connection connection, String sql, List<List<Object>> rows)
      throws SQLException {
    if (rows.isEmpty()) {
      return 0;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (List<Object> row : rows) {
        set(statement, row);
        statement.addBatch();
      }
      return statement.executeBatch().length;
    }
  }

  @Override
  public void apply(IndexBatch batch) throws IOException {
    boolean _ =
        database.write(connection -> {
          blocks(connection, batch);
          names(connection, batch);
          grounds(connection, batch);
          IndexHead head = batch.head();
          int _ =
              many(
                  connection,
                  "INSERT OR REPLACE INTO head VALUES (0, ?, ?, ?, ?, ?, ?)",
                  List.of(
                      List.of(
                          head.indexed(),
                          head.root().bytes(),
                          head.extentsTo(),
                          head.calledTo(),
                          head.callEntry(),
                          head.callRecord())));
          return true;
        });
  }

  private static void blocks(Connection connection, IndexBatch batch) throws SQLException {
    var extents = new ArrayList<List<Object>>();
    for (IndexBatch.ExtentsAt one : batch.extents()) {
      Extent place = one.place();
      extents.add(List.of(one.entry(), place.segment(), place.offset(), place.length()));
    }
    int _ = many(connection, "INSERT OR REPLACE INTO extents VALUES (?, ?, ?, ?)", extents);
    var rows = new ArrayList<List<Object>>();
    for (Summary row : batch.summaries()) {
      rows.add(
          List.of(
              id(row.level(), row.number()),
              row.from(),
              row.to(),
              row.before(),
              row.points(),
              row.cover(),
              row.check()));
    }
    int _ = many(connection, "INSERT INTO summary VALUES (?, ?, ?, ?, ?, ?, ?)", rows);
    var chains = new ArrayList<List<Object>>();
    batch.chains().forEach((chain, entry) -> chains.add(List.of(chain.value().bytes(), entry)));
    int _ = many(connection, "INSERT OR REPLACE INTO chain VALUES (?, ?)", chains);
    var blocks = new ArrayList<List<Object>>();
    for (IndexBatch.DeviceBlockAt block : batch.deviceBlocks()) {
      blocks.add(List.of(block.chain().value().bytes(), block.seq(), block.entry()));
    }
    int _ = many(connection, "INSERT OR REPLACE INTO device_block VALUES (?, ?, ?)", blocks);
  }

  private static void names(Connection connection, IndexBatch batch) throws SQLException {
    var sources = new ArrayList<List<Object>>();
    for (Map.Entry<Long, DictionaryEntry> one : batch.sourceNames().entrySet()) {
      DictionaryEntry entry = one.getValue();
      sources.add(
          List.of(one.getKey(), entry.name(), orNull(entry.zone()), orNull(entry.protocol())));
    }
    int _ =
        many(
            connection,
            "INSERT INTO source VALUES (?, ?, ?, ?, 0, -1) ON CONFLICT (number) DO UPDATE SET"
                + " name = excluded.name, zone = excluded.zone, protocol = excluded.protocol",
            sources);
    var tallies = new ArrayList<List<Object>>();
    batch
        .tallies()
        .forEach((source, tally) -> tallies.add(List.of(source, tally.records(), tally.time())));
    int _ =
        many(
            connection,
            "INSERT INTO source VALUES (?, NULL, NULL, NULL, ?, ?) ON CONFLICT (number) DO UPDATE"
                + " SET records = records + excluded.records,"
                + " last_time = max(last_time, excluded.last_time)",
            tallies);
    points(connection, batch);
  }

  private static void points(Connection connection, IndexBatch batch) throws SQLException {
    var points = new ArrayList<List<Object>>();
    for (Map.Entry<IndexBatch.PointId, DictionaryEntry> one : batch.pointNames().entrySet()) {
      DictionaryEntry entry = one.getValue();
      points.add(
          List.of(
              one.getKey().source(),
              one.getKey().point(),
              entry.name(),
              orNull(entry.dataType()),
              orNull(entry.unit()),
              orNull(entry.contentType())));
    }
    int _ =
        many(
            connection,
            "INSERT INTO point VALUES (?, ?, ?, ?, ?, ?, NULL, NULL, NULL)"
                + " ON CONFLICT (source, number) DO UPDATE SET name = excluded.name,"
                + " data_type = excluded.data_type, unit = excluded.unit,"
                + " content_type = excluded.content_type",
            points);
    lasts(connection, batch.lasts());
  }

  /** As many rows as points have new values: bound one by one, without an object for the row. */
  private static void lasts(Connection connection, NewestValues lasts) throws SQLException {
    if (lasts.count() == 0) {
      return;
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO point VALUES (?, ?, NULL, NULL, NULL, NULL, ?, ?, ?)"
                + " ON CONFLICT (source, number) DO UPDATE SET last_seq = excluded.last_seq,"
                + " last_entry = excluded.last_entry, last_record = excluded.last_record"
                + " WHERE last_seq IS NULL OR excluded.last_seq >= last_seq")) {
      for (int at = lasts.next(0); at >= 0; at = lasts.next(at + 1)) {
        statement.setLong(1, lasts.source(at));
        statement.setLong(2, lasts.point(at));
        statement.setLong(3, lasts.seq(at));
        statement.setLong(4, lasts.entry(at));
        statement.setInt(5, lasts.record(at));
        statement.addBatch();
      }
      int[] _ = statement.executeBatch();
    }
  }

  private static void grounds(Connection connection, IndexBatch batch) throws SQLException {
    var away = new ArrayList<List<Object>>();
    for (Ground one : batch.groundsAway()) {
      away.add(
          List.of(one.source(), one.isLong() ? 1L : 0L, one.from(), one.entry(), one.record()));
    }
    int _ =
        many(
            connection,
            "DELETE FROM ground WHERE source = ? AND is_long = ? AND t_from = ? AND entry = ?"
                + " AND record = ?",
            away);
    var grounds = new ArrayList<List<Object>>();
    for (Ground one : batch.grounds()) {
      grounds.add(
          List.of(
              one.source(),
              one.isLong() ? 1L : 0L,
              one.from(),
              one.entry(),
              one.record(),
              one.to(),
              one.open(),
              one.callEntry(),
              one.callRecord()));
    }
    int _ = many(connection, "INSERT INTO ground VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", grounds);
    var drops = new ArrayList<List<Object>>();
    for (DropStated one : batch.drops()) {
      drops.add(List.of(one.entry(), one.record(), one.below(), one.policy(), one.at()));
    }
    int _ = many(connection, "INSERT INTO dropped VALUES (?, ?, ?, ?, ?)", drops);
    var snapshots = new ArrayList<List<Object>>();
    for (SnapshotSealed one : batch.snapshots()) {
      snapshots.add(List.of(one.entry(), one.upTo(), one.digest().bytes()));
    }
    int _ = many(connection, "INSERT OR REPLACE INTO snapshot VALUES (?, ?, ?)", snapshots);
  }

  private static Object orNull(@Nullable String text) {
    return text == null ? NULL : text;
  }

  @Override
  public void close() throws IOException {
    database.close();
  }
}
