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

  /**
   * What a shred would take, in numbers.
   *
   * @param records whose values go
   * @param blocks in so many blocks
   * @param isAll false when there are more than were looked at
   * @param goes the first of the periods that go
   * @param goesCount of all of them
   * @param stays the first of the periods that are only partly inside the time, and stay
   * @param staysCount of all of them
   * @param clear values of this time that were written in clear, which nothing shreds
   * @param ordered keys of this time that were ordered to go and are there
   * @param gone keys of this time that were destroyed before
   */
  record Figures(
      long records,
      long blocks,
      boolean isAll,
      List<Period> goes,
      int goesCount,
      List<Period> stays,
      int staysCount,
      long clear,
      int ordered,
      int gone) {
    public Figures {
      goes = List.copyOf(goes);
      stays = List.copyOf(stays);
    }
  }

  /**
   * The time of one key.
   *
   * @param from ns since 1970
   * @param to ns since 1970, not included
   */
  record Period(long from, long to) {}

  /** What came of planning. */
  sealed interface Planned {
    /**
     * What to ask a second person for.
     *
     * @param lines what goes and what stays, for people
     * @param figures the same in numbers, for who says it in another language
     */
    record Request(
        Json.Object request,
        List<ApprovalRequest.Difference> diff,
        List<String> lines,
        Figures figures)
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
