package dev.penstock.conduit;

/** Objects that a request is about, and what it would set them to. */
public record Part(Target target, Values values) {
  /** A part that brings no values. */
  public static Part of(Target target) {
    return new Part(target, Values.NONE);
  }

  /** True when each of its objects has a value of its own. */
  public boolean hasValueEach() {
    return target instanceof Target.Numbers numbers
        && values.areNumbers()
        && values.count() == numbers.last() - numbers.first() + 1;
  }
}
