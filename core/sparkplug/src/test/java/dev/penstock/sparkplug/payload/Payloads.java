package dev.penstock.sparkplug.payload;

import dev.penstock.evidence.record.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Draws payloads of every shape; the same seed draws the same. */
final class Payloads {
  private final SplittableRandom random;

  private Payloads(long seed) {
    this.random = new SplittableRandom(seed);
  }

  static Payload of(long seed) {
    return new Payloads(seed).payload();
  }

  private Payload payload() {
    return new Payload(
        maybe(random::nextLong),
        list(4, () -> metric(3)),
        maybe(random::nextLong),
        maybe(this::text),
        maybe(this::bytes));
  }

  private Metric metric(int depth) {
    return new Metric(
        maybe(this::text),
        maybe(random::nextLong),
        maybe(random::nextLong),
        maybe(this::code),
        new Metric.Marks(random.nextBoolean(), random.nextBoolean(), random.nextBoolean()),
        maybe(() ->
            new MetaData(
                random.nextBoolean(),
                maybe(this::text),
                maybe(random::nextLong),
                maybe(random::nextLong),
                maybe(this::text),
                maybe(this::text),
                maybe(this::text),
                maybe(this::text))),
        propertySet(depth),
        maybe(() -> value(depth)));
  }

  private Value value(int depth) {
    return switch (random.nextInt(depth > 0 ? 5 : 2)) {
      case 0 -> new Value.Bytes(bytes());
      case 1, 2 -> basic();
      case 3 -> dataSet();
      default ->
          new Template(
              random.nextBoolean(),
              maybe(this::text),
              maybe(this::text),
              list(3, () -> metric(depth - 1)),
              list(2, () -> new Template.Parameter(text(), maybe(this::code), maybe(this::basic))));
    };
  }

  private PropertySet propertySet(int depth) {
    return new PropertySet(
        list(
            2,
            () ->
                new PropertySet.Property(
                    text(),
                    maybe(this::code),
                    random.nextBoolean(),
                    maybe(() -> property(depth)))));
  }

  private Value property(int depth) {
    return switch (random.nextInt(depth > 0 ? 4 : 1)) {
      case 1 -> propertySet(depth - 1);
      case 2 -> new PropertySet.Several(list(2, () -> propertySet(depth - 1)));
      default -> basic();
    };
  }

  private DataSet dataSet() {
    int columns = random.nextInt(4);
    return new DataSet(
        times(columns, () -> new DataSet.Column(text(), code())),
        list(3, () -> new DataSet.Row(times(columns, () -> new DataSet.Cell(maybe(this::basic))))));
  }

  private Value.Basic basic() {
    return switch (random.nextInt(6)) {
      case 0 -> new Value.Bits32(random.nextInt());
      case 1 -> new Value.Bits64(random.nextLong() >> random.nextInt(64));
      case 2 -> new Value.Float32(Float.intBitsToFloat(random.nextInt()));
      case 3 -> new Value.Float64(Double.longBitsToDouble(random.nextLong()));
      case 4 -> new Value.Flag(random.nextBoolean());
      default -> new Value.Text(text());
    };
  }

  private int code() {
    return random.nextInt(8) == 0 ? random.nextInt() : random.nextInt(35);
  }

  private String text() {
    return switch (random.nextInt(6)) {
      case 0 -> "";
      case 1 -> "Wärme/\u0000\uFFFD";
      case 2 -> "𝄞";
      default -> Long.toString(random.nextLong(), 36);
    };
  }

  private ByteString bytes() {
    byte[] bytes = new byte[random.nextInt(200)];
    random.nextBytes(bytes);
    return ByteString.of(bytes);
  }

  private <T> @Nullable T maybe(Supplier<T> supplier) {
    return random.nextInt(3) == 0 ? null : supplier.get();
  }

  private <T> List<T> list(int sizeMax, Supplier<T> supplier) {
    return times(random.nextInt(sizeMax + 1), supplier);
  }

  private static <T> List<T> times(int count, Supplier<T> supplier) {
    List<T> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean _ = all.add(supplier.get());
    }
    return all;
  }
}
