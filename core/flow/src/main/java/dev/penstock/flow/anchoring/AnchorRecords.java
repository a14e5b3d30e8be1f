package dev.penstock.flow.anchoring;

import dev.penstock.evidence.record.AnchorResults;
import dev.penstock.merkle.Digest;
import java.util.ArrayList;
import java.util.HashMap;
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
   * Those of the rows that are not in the journal yet.
   *
   * @param found anchor records that the journal has
   */
  public static List<AnchorRow> missing(List<AnchorRow> rows, List<AnchorResults> found) {
    Map<AnchorResults, Integer> left = new HashMap<>();
    for (AnchorResults each : found) {
      for (AnchorResults.Result result : each.results()) {
        int _ = left.merge(alone(each.origin(), each.size(), each.root(), result), 1, Integer::sum);
      }
    }
    List<AnchorRow> missing = new ArrayList<>();
    for (AnchorRow row : rows) {
      AnchorResults alone = alone(row.origin(), row.size(), row.root(), row.result());
      int count = left.getOrDefault(alone, 0);
      if (count == 0) {
        missing.add(row);
      } else {
        Integer _ = left.put(alone, count - 1);
      }
    }
    return missing;
  }

  private static AnchorResults alone(
      String origin, long size, Digest root, AnchorResults.Result result) {
    return new AnchorResults(origin, size, root, List.of(result));
  }
}
