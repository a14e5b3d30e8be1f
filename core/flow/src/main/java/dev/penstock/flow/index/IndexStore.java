package dev.penstock.flow.index;

import dev.penstock.evidence.block.ChainId;
import dev.penstock.flow.query.RecordPlace;
import dev.penstock.flow.query.SourceKnown;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where the rows of the index are kept. It knows no rule: rows go in, and come out as they went in.
 * One thread writes; any number read at the same time, and each call reads one state.
 */
public interface IndexStore extends BlockPlaces {
  /** How far the index is. */
  IndexHead head() throws IOException;

  /** Brings in all rows of a batch, and its head, in one step. */
  void apply(IndexBatch batch) throws IOException;

  /** Throws everything away: the index is empty afterwards, and its head {@link IndexHead#NONE}. */
  void reset() throws IOException;

  /** Changes with each {@link #reset}. */
  long generation();

  /**
   * Says that rows of this generation contradict themselves or the log, so that the one who writes
   * throws them away.
   */
  void distrust(long generation, String why);

  /** Why the rows must be thrown away, if they must. */
  Optional<String> distrusted();

  @Override
  default byte[] coverOf(long entry) throws IOException {
    return summary(0, entry).map(Summary::cover).orElse(new byte[0]);
  }

  /** The row of a block, or of a group of blocks. */
  Optional<Summary> summary(int level, long number) throws IOException;

  /**
   * The rows {@code [from, to)} of a level that are there, ascending; at most 256 are asked for.
   */
  List<Summary> summaries(int level, long from, long to) throws IOException;

  Optional<SourceKnown> source(long number) throws IOException;

  /** The newest source of this name. */
  Optional<SourceKnown> source(String name) throws IOException;

  /** Named sources in the order of their names. */
  List<SourceKnown> sources(String afterName, int limit) throws IOException;

  /** A point by its name. */
  Optional<PointRow> point(long source, String name) throws IOException;

  /** A named point by its number. */
  Optional<PointRow> point(long source, long number) throws IOException;

  /** Named points of a source in the order of their names. */
  List<PointRow> points(long source, String afterName, int limit) throws IOException;

  /** The newest entry of each chain. */
  List<ChainEnd> chains() throws IOException;

  /** Which entry a device's block is; empty when it is none, or not known yet. */
  OptionalLong deviceBlock(ChainId chain, long seq) throws IOException;

  /** The grounds of a source that touch a time, in the order of their places. */
  List<Ground> grounds(long source, long from, long to) throws IOException;

  /** The grounds that nothing has ended yet. */
  List<Ground> openGrounds() throws IOException;

  /** Every drop that a sealed record speaks of, oldest first. */
  List<DropStated> drops() throws IOException;

  /** The newest sealed snapshot of this index. */
  Optional<SnapshotSealed> snapshot() throws IOException;

  /** Shows all rows of a table in the order of its key. */
  void forEach(IndexTable table, RowVisitor visitor) throws IOException;

  /** Puts rows of a table in that {@link #forEach} has shown; of an empty index only. */
  void load(IndexTable table, List<List<Object>> rows) throws IOException;

  /** Takes rows. */
  @FunctionalInterface
  interface RowVisitor {
    /**
     * One row.
     *
     * @param row each a Long, a String, a byte array, or {@link #NULL}
     */
    void accept(List<Object> row) throws IOException;
  }

  /** Stands for nothing in a row. */
  Object NULL =
      new Object() {
        @Override
        public String toString() {
          return "null";
        }
      };

  /**
   * A point.
   *
   * @param last where its last record is
   */
  record PointRow(
      long source,
      long number,
      String name,
      Optional<String> dataType,
      Optional<String> unit,
      Optional<String> contentType,
      Optional<RecordPlace> last) {}
}
