package dev.penstock.testkit;

import java.util.List;
import java.util.function.Function;
import org.quicktheories.generators.SourceDSL;

/**
 * Makes values of a kind for a {@link Property} and knows how to make them smaller. A thin cover
 * over QuickTheories, so that no test depends on a library that is no longer developed.
 */
public final class Gen<T> {
  private final org.quicktheories.core.Gen<T> inner;

  private Gen(org.quicktheories.core.Gen<T> inner) {
    this.inner = inner;
  }

  org.quicktheories.core.Gen<T> inner() {
    return inner;
  }

  /** Whole numbers, both ends included. */
  public static Gen<Integer> ints(int from, int to) {
    return new Gen<>(SourceDSL.integers().between(from, to));
  }

  /** Whole numbers, both ends included. */
  public static Gen<Long> longs(long from, long to) {
    return new Gen<>(SourceDSL.longs().between(from, to));
  }

  /**
   * Any long at all; a good seed for a {@code SplittableRandom} where a structure is easier to draw
   * than to combine.
   */
  public static Gen<Long> seeds() {
    return longs(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  public static Gen<byte[]> bytes(int lengthMin, int lengthMax) {
    return lists(ints(-128, 127), lengthMin, lengthMax)
        .map(list -> {
          byte[] bytes = new byte[list.size()];
          for (int i = 0; i < bytes.length; i++) {
            bytes[i] = list.get(i).byteValue();
          }
          return bytes;
        });
  }

  public static <T> Gen<List<T>> lists(Gen<T> of, int sizeMin, int sizeMax) {
    return new Gen<>(SourceDSL.lists().of(of.inner).ofSizeBetween(sizeMin, sizeMax));
  }

  public static <T> Gen<T> pick(List<T> from) {
    return new Gen<>(SourceDSL.arbitrary().pick(List.copyOf(from)));
  }

  public <R> Gen<R> map(Function<T, R> to) {
    return new Gen<>(inner.map(to));
  }

  public <R> Gen<R> flatMap(Function<T, Gen<R>> to) {
    return new Gen<>(inner.flatMap(value -> to.apply(value).inner));
  }
}
