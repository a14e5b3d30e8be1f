package dev.penstock.notices.send.snmp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An object identifier, X.660. */
public record Oid(List<Long> arcs) {
  private static final int ARCS_MAX = 128;
  private static final long ARC_MAX = 0xffff_ffffL;

  public Oid {
    arcs = List.copyOf(arcs);
    boolean isIn = arcs.stream().allMatch(arc -> arc >= 0 && arc <= ARC_MAX);
    if (arcs.size() < 2 || arcs.size() > ARCS_MAX || !isIn) {
      throw new IllegalArgumentException("2..128 numbers of 32 bits: " + arcs);
    }
    if (arcs.getFirst() > 2 || (arcs.getFirst() < 2 && arcs.get(1) > 39)) {
      throw new IllegalArgumentException("no such identifier: " + arcs);
    }
  }

  /** Of numbers with dots between them. */
  public static Oid of(String text) {
    if (text.length() > 500 || !text.matches("[0-2](\\.(0|[1-9][0-9]{0,9}))+")) {
      throw new IllegalArgumentException("numbers with dots between them");
    }
    return new Oid(Arrays.stream(text.split("\\.", -1)).map(Long::valueOf).toList());
  }

  /** The one below it. */
  public Oid at(long... more) {
    List<Long> all = new ArrayList<>(arcs);
    for (long arc : more) {
      boolean _ = all.add(arc);
    }
    return new Oid(all);
  }

  public boolean isBelow(Oid other) {
    return arcs.size() > other.arcs.size() && arcs.subList(0, other.arcs.size()).equals(other.arcs);
  }

  @Override
  public String toString() {
    return String.join(".", arcs.stream().map(String::valueOf).toList());
  }
}
