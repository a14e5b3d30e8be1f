package dev.penstock.flow.anchoring;

import dev.penstock.evidence.record.AnchorResults;
import dev.penstock.merkle.Digest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The records that some rows enter the ledger as: one for each head, the oldest row first. */
public final class AnchorRecords {
  /** More results of one head are several records: each row takes up to 4 KiB of one. */
  static final int RESULTS_MAX = 16;

  private record Head(String origin, long size, Digest root) {}

  private AnchorRecords() {}

  /** The same rows give the same records. */
  public static List<AnchorResults> of(List<AnchorRow> rows) {
    Map<Head, List<AnchorResults.Result>> heads = new LinkedHashMap<>();
    for (AnchorRow row : rows) {
      List<AnchorResults.Result> results =
          heads.computeIfAbsent(
              new Head(row.origin(), row.size(), row.root()), _ -> new ArrayList<>());
      results.add(row.result());
    }
    List<AnchorResults> records = new ArrayList<>();
    heads.forEach((head, results) -> {
      for (int from = 0; from < results.size(); from += RESULTS_MAX) {
        int to = Math.min(from + RESULTS_MAX, results.size());
        records.add(
            new AnchorResults(head.origin(), head.size(), head.root(), results.subList(from, to)));
      }
    });
    return records;
  }

  /**
   * Those of the records that are not in the journal yet.
   *
   * @param found what the journal has, in its order
   */
  public static List<AnchorResults> missing(List<AnchorResults> wanted, List<AnchorResults> found) {
    List<AnchorResults> left = new ArrayList<>(found);
    List<AnchorResults> missing = new ArrayList<>();
    for (AnchorResults each : wanted) {
      if (!left.remove(each)) {
        missing.add(each);
      }
    }
    return missing;
  }
}
