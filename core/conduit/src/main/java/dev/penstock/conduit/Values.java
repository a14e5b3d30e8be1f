package dev.penstock.conduit;

import dev.penstock.merkle.Digest;
import dev.penstock.plant.CanonicalForm;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a part of a request would set its objects to. As many values as there are objects belong to
 * one each; any other number of values belongs to every object. A value that is no number that a
 * {@code double} holds exactly was not read: then there is only a digest of it.
 */
public final class Values {
  /** The request brings none, as a read does. */
  public static final Values NONE = new Values(new double[0], null);

  private final double[] numbers;
  private final @Nullable Digest unread;

  private Values(double[] numbers, @Nullable Digest unread) {
    this.numbers = numbers;
    this.unread = unread;
  }

  /** Numbers; at least one. */
  public static Values of(double... numbers) {
    if (numbers.length < 1 || numbers.length > Limits.REQUEST_VALUES_MAX) {
      throw new IllegalArgumentException(
          numbers.length + " values, must be 1.." + Limits.REQUEST_VALUES_MAX);
    }
    return new Values(numbers.clone(), null);
  }

  /** Whole numbers; not read when one of them is beyond what a {@code double} tells apart. */
  public static Values ofWhole(long... numbers) {
    double[] exact = new double[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      if (numbers[i] > Limits.VALUE_MAX || numbers[i] < -Limits.VALUE_MAX) {
        var bytes = ByteBuffer.allocate(Long.BYTES * numbers.length);
        for (long number : numbers) {
          var _ = bytes.putLong(number);
        }
        return ofUnread(CanonicalForm.digest(bytes.array()));
      }
      exact[i] = numbers[i];
    }
    return of(exact);
  }

  /** Something that is no number: text, bytes, a structure. */
  public static Values ofUnread(Digest digest) {
    return new Values(new double[0], digest);
  }

  /** How many numbers there are. */
  public int count() {
    return numbers.length;
  }

  /** One of the numbers; it may be a not-a-number. */
  public double at(int index) {
    return numbers[index];
  }

  /** True when the request brings something that was read as numbers. */
  public boolean areNumbers() {
    return numbers.length > 0;
  }

  /** Of what was not read. */
  public Optional<Digest> unread() {
    return Optional.ofNullable(unread);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Values that
        && Arrays.equals(numbers, that.numbers)
        && Optional.ofNullable(unread).equals(Optional.ofNullable(that.unread));
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(numbers) + (unread == null ? 0 : unread.hashCode());
  }

  @Override
  public String toString() {
    if (unread != null) {
      return "unread " + unread;
    }
    return numbers.length == 0 ? "none" : Arrays.toString(numbers);
  }
}
