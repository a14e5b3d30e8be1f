package dev.penstock.plant;

import java.util.List;

/**
 * The one way by which two zones communicate.
 *
 * @param between ids of the zones it joins; in a {@link Model} exactly two, in the order of their
 *     ids. It has no direction: what may pass, and which way, is policy.
 */
public record Conduit(String id, String name, List<String> between) implements Element {
  public Conduit {
    between = List.copyOf(between);
  }
}
