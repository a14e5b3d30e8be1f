package dev.penstock.flow.query;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What is sealed, as it can be asked for. Every answer comes from records that were compared with
 * the root in their block's header, and every header with the log: an index only says where to
 * look. It may lag behind the log by moments; {@link #indexed} says how far it is. Safe for use by
 * several threads.
 */
public interface SealedRecords {
  /** More names at once than this are asked for in pages. */
  int NAMES_MAX = 1_000;

  /** How many entries of the log can be asked about. */
  long indexed();

  RecordPage find(RecordQuery query) throws IOException;

  /** The record at a place, if it is sealed and was not pruned. */
  Optional<SealedRecord> at(RecordPlace place) throws IOException;

  /** Shows that a record is in the log. */
  RecordProof prove(RecordPlace place) throws IOException;

  /** The source of this name. */
  Optional<SourceKnown> source(String name) throws IOException;

  /** The source of this number. */
  Optional<SourceKnown> source(long number) throws IOException;

  /**
   * Sources in the order of their names.
   *
   * @param afterName the last of the page before; empty for the first
   * @param limit 1..{@link #NAMES_MAX}
   */
  List<SourceKnown> sources(String afterName, int limit) throws IOException;

  /** The point of this name, with its last record. */
  Optional<PointKnown> point(long source, String name) throws IOException;

  /** What the point of this number is called; reads no record. */
  Optional<String> pointName(long source, long number) throws IOException;

  /** The number of the point of this name; reads no record. */
  Optional<Long> pointNumber(long source, String name) throws IOException;

  /** Names of points in their order, as {@link #points}; reads no record. */
  List<PointName> pointNames(long source, String afterName, int limit) throws IOException;

  /** Points of a source in the order of their names, each with its last record; as above. */
  List<PointKnown> points(long source, String afterName, int limit) throws IOException;
}
