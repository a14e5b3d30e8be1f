package dev.penstock.web;

import dev.penstock.access.ApprovalRequest;
import dev.penstock.json.Json;
import java.io.IOException;
import java.util.List;

/** Plans the destruction of keys of sealed values. */
@FunctionalInterface
public interface ShredView {
  /** A node without sealed values. */
  ShredView NONE = _ -> new Planned.Impossible("this node has no sealed values");

  /** What it would take; nothing is changed. */
  Planned plan(Wanted wanted) throws IOException;

  /**
   * A shred as asked for.
   *
   * @param source by the name in records
   * @param from ns since 1970
   * @param to ns since 1970, not included
   * @param reason stays in the ledger
   */
  record Wanted(String source, long from, long to, String reason) {}

  /** What came of planning. */
  sealed interface Planned {
    /**
     * What to ask a second person for.
     *
     * @param lines what goes and what stays, for people
     */
    record Request(Json.Object request, List<ApprovalRequest.Difference> diff, List<String> lines)
        implements Planned {
      public Request {
        diff = List.copyOf(diff);
        lines = List.copyOf(lines);
      }
    }

    /** In one line: why nothing can be shredded. */
    record Impossible(String reason) implements Planned {}
  }
}
