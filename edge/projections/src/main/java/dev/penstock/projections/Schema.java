package dev.penstock.projections;

import dev.penstock.flow.index.IndexTable;
import java.util.List;

/** The tables of the index and their columns, docs/formats/index.md. */
final class Schema {
  /** Another version is thrown away and made anew. */
  static final int VERSION = 2;

  /** In the file's head: "PnsI". */
  static final int APPLICATION_ID = 0x506e7349;

  /** Rows of a level stand together: the level is above these bits. */
  static final int LEVEL_SHIFT = 60;

  private static final List<String> STATEMENTS =
      List.of(
          "CREATE TABLE head (id INTEGER PRIMARY KEY, indexed INTEGER NOT NULL, root BLOB NOT NULL,"
              + " extents_to INTEGER NOT NULL, called_to INTEGER NOT NULL,"
              + " call_entry INTEGER NOT NULL, call_record INTEGER NOT NULL)",
          "CREATE TABLE extents (entry INTEGER PRIMARY KEY, segment INTEGER NOT NULL,"
              + " start INTEGER NOT NULL, length INTEGER NOT NULL)",
          "CREATE TABLE summary (id INTEGER PRIMARY KEY, t_from INTEGER NOT NULL,"
              + " t_to INTEGER NOT NULL, before INTEGER NOT NULL, points BLOB NOT NULL,"
              + " cover BLOB NOT NULL, crc INTEGER NOT NULL)",
          "CREATE TABLE source (number INTEGER PRIMARY KEY, name TEXT, zone TEXT, protocol TEXT,"
              + " records INTEGER NOT NULL, last_time INTEGER NOT NULL)",
          "CREATE INDEX source_by_name ON source (name, number)",
          "CREATE TABLE point (source INTEGER NOT NULL, number INTEGER NOT NULL, name TEXT,"
              + " data_type TEXT, unit TEXT, content_type TEXT, last_seq INTEGER,"
              + " last_entry INTEGER, last_record INTEGER,"
              + " PRIMARY KEY (source, number)) WITHOUT ROWID",
          "CREATE INDEX point_by_name ON point (source, name)",
          "CREATE TABLE chain (chain BLOB PRIMARY KEY, entry INTEGER NOT NULL) WITHOUT ROWID",
          "CREATE TABLE device_block (chain BLOB NOT NULL, seq INTEGER NOT NULL,"
              + " entry INTEGER NOT NULL, PRIMARY KEY (chain, seq)) WITHOUT ROWID",
          "CREATE TABLE ground (source INTEGER NOT NULL, is_long INTEGER NOT NULL,"
              + " t_from INTEGER NOT NULL, entry INTEGER NOT NULL, record INTEGER NOT NULL,"
              + " t_to INTEGER NOT NULL, open TEXT NOT NULL, call_entry INTEGER NOT NULL,"
              + " call_record INTEGER NOT NULL,"
              + " PRIMARY KEY (source, is_long, t_from, entry, record)) WITHOUT ROWID",
          "CREATE INDEX ground_open ON ground (entry, record) WHERE open <> ''",
          "CREATE TABLE dropped (entry INTEGER NOT NULL, record INTEGER NOT NULL,"
              + " below INTEGER NOT NULL, policy TEXT NOT NULL, made INTEGER NOT NULL,"
              + " PRIMARY KEY (entry, record)) WITHOUT ROWID",
          "CREATE TABLE snapshot (entry INTEGER NOT NULL, up_to INTEGER NOT NULL,"
              + " digest BLOB NOT NULL, PRIMARY KEY (entry, up_to)) WITHOUT ROWID",
          "PRAGMA user_version = " + VERSION,
          "PRAGMA application_id = " + APPLICATION_ID);

  private Schema() {}

  static List<String> statements() {
    return STATEMENTS;
  }

  /** A table as it is dumped and loaded: its columns, and the order of its rows. */
  record Columns(String table, List<String> names, String order) {
    String select() {
      return "SELECT " + String.join(", ", names) + " FROM " + table + " ORDER BY " + order;
    }

    String insert() {
      String marks = "?, ".repeat(names.size() - 1) + "?";
      return "INSERT INTO " + table + " (" + String.join(", ", names) + ") VALUES (" + marks + ")";
    }
  }

  static Columns columns(IndexTable table) {
    return switch (table) {
      case HEAD ->
          of(
              "head",
              "id",
              "indexed",
              "root",
              "extents_to",
              "called_to",
              "call_entry",
              "call_record");
      case EXTENTS -> of("extents", "entry", "segment", "start", "length");
      case SUMMARY -> of("summary", "id", "t_from", "t_to", "before", "points", "cover", "crc");
      case SOURCE -> of("source", "number", "name", "zone", "protocol", "records", "last_time");
      case POINT ->
          new Columns(
              "point",
              List.of(
                  "source",
                  "number",
                  "name",
                  "data_type",
                  "unit",
                  "content_type",
                  "last_seq",
                  "last_entry",
                  "last_record"),
              "source, number");
      case CHAIN -> of("chain", "chain", "entry");
      case DEVICE_BLOCK ->
          new Columns("device_block", List.of("chain", "seq", "entry"), "chain, seq");
      case GROUND ->
          new Columns(
              "ground",
              List.of(
                  "source",
                  "is_long",
                  "t_from",
                  "entry",
                  "record",
                  "t_to",
                  "open",
                  "call_entry",
                  "call_record"),
              "source, is_long, t_from, entry, record");
      case DROPPED ->
          new Columns(
              "dropped", List.of("entry", "record", "below", "policy", "made"), "entry, record");
      case SNAPSHOT -> new Columns("snapshot", List.of("entry", "up_to", "digest"), "entry, up_to");
    };
  }

  private static Columns of(String table, String... names) {
    return new Columns(table, List.of(names), names[0]);
  }
}
