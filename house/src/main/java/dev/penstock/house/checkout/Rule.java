package dev.penstock.house.checkout;

import java.util.List;
import java.util.function.Function;

/**
 * Something the whole checkout is held to.
 *
 * @param name a sentence that is true when there are no violations
 * @param violations one line each: where, what, and what to do instead
 */
public record Rule(String name, Function<Checkout, List<String>> violations) {
  @Override
  public String toString() {
    return name;
  }
}
