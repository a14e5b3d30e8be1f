package dev.penstock.testkit;

import java.util.function.Consumer;
import java.util.function.Function;
import org.quicktheories.QuickTheory;

/**
 * A statement that must hold for every value of a kind: {@code Property.forAll(Gen.ints(0,
 * 9)).holds(n -> assertThat(n)...)}. A failure is made smaller before it is reported, with the seed
 * to run it again.
 */
public final class Property<T> {
  private static final int CASES_DEFAULT = 200;

  private final Gen<T> gen;
  private final int cases;
  private final Function<T, String> describedBy;

  private Property(Gen<T> gen, int cases, Function<T, String> describedBy) {
    this.gen = gen;
    this.cases = cases;
    this.describedBy = describedBy;
  }

  public static <T> Property<T> forAll(Gen<T> gen) {
    return new Property<>(gen, CASES_DEFAULT, String::valueOf);
  }

  /** How many values to try: the small number always, the large one in a deep run. */
  public Property<T> cases(int always, int deep) {
    return new Property<>(gen, Deep.cases(always, deep), describedBy);
  }

  /** How a failing value is shown. */
  public Property<T> describedBy(Function<T, String> describe) {
    return new Property<>(gen, cases, describe);
  }

  /** Runs the check on each value; it fails by an assertion or any other throwable. */
  public void holds(Consumer<T> check) {
    try {
      QuickTheory.qt()
          .withExamples(cases)
          .withFixedSeed(Seed.value())
          .forAll(gen.inner())
          .describedAs(describedBy)
          .checkAssert(check);
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + System.lineSeparator() + Seed.describe(), e);
    }
  }
}
