package dev.penstock.cbor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Draws values of every type, with a liking for the numbers and lengths where forms change. */
public final class Values {
  private static final long[] EDGES = {
    0, 1, 23, 24, 255, 256, 65_535, 65_536, 0xffff_ffffL, 0x1_0000_0000L, Long.MAX_VALUE, -1
  };
  private static final int[] LENGTHS = {0, 1, 2, 23, 24, 31, 32, 255, 256};
  private static final String[] TEXTS = {
    "", "a", "ü", "水", "𐅑", "\u0000", "\uffff", "\ud7ff\ue000"
  };

  private final SplittableRandom random;

  public Values(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Any value with at most so many containers inside each other. */
  public CborValue any(int depth) {
    return switch (random.nextInt(depth > 0 ? 12 : 9)) {
      case 0, 1 -> new CborValue.Unsigned(bits());
      case 2 -> new CborValue.Negative(bits());
      case 3 -> CborValue.of(bytes(length()));
      case 4 -> CborValue.of(text());
      case 5 -> new CborValue.Bool(random.nextBoolean());
      case 6 -> new CborValue.Null();
      case 7, 8 -> new CborValue.Float64(float64());
      case 9 -> array(depth);
      case 10 -> map(depth);
      default -> tag(depth);
    };
  }

  private long bits() {
    return switch (random.nextInt(3)) {
      case 0 -> EDGES[random.nextInt(EDGES.length)];
      case 1 -> random.nextLong() >>> random.nextInt(64);
      default -> random.nextInt(30);
    };
  }

  private int length() {
    return random.nextInt(4) == 0 ? LENGTHS[random.nextInt(LENGTHS.length)] : random.nextInt(6);
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private String text() {
    var text = new StringBuilder();
    int parts = random.nextInt(4);
    for (int i = 0; i < parts; i++) {
      text.append(TEXTS[random.nextInt(TEXTS.length)]);
    }
    return text.toString();
  }

  private double float64() {
    return switch (random.nextInt(6)) {
      case 0 -> Double.longBitsToDouble(random.nextLong());
      case 1 -> Float.intBitsToFloat(random.nextInt());
      case 2 -> Float.float16ToFloat((short) random.nextInt());
      case 3 -> random.nextInt(1000);
      case 4 -> random.nextInt(-1000, 1000) / 10.0;
      default ->
          new double[] {
                0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, 65504, 65520, Float.MAX_VALUE
              }
              [random.nextInt(7)];
    };
  }

  private CborValue array(int depth) {
    var items = new ArrayList<CborValue>();
    int count = random.nextInt(5);
    for (int i = 0; i < count; i++) {
      items.add(any(depth - 1));
    }
    return new CborValue.Array(items);
  }

  private CborValue map(int depth) {
    var pairs = new TreeMap<byte[], CborValue.Pair>(Arrays::compare);
    int count = random.nextInt(5);
    for (int i = 0; i < count; i++) {
      CborValue key = any(random.nextInt(4) == 0 ? depth - 1 : 0);
      var _ = pairs.put(key.encode(), CborValue.pair(key, any(depth - 1)));
    }
    return new CborValue.Map(new ArrayList<>(pairs.values()));
  }

  private CborValue tag(int depth) {
    long number = bits();
    if (number == 2 || number == 3) {
      byte[] magnitude = bytes(random.nextInt(9, 20));
      magnitude[0] |= 1;
      return new CborValue.Tag(number, CborValue.of(magnitude));
    }
    return new CborValue.Tag(number, any(depth - 1));
  }

  /** The bytes with a few of them changed, taken out, put in or repeated. */
  public byte[] damaged(byte[] bytes) {
    byte[] now = bytes.clone();
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      now = damagedOnce(now);
    }
    return now;
  }

  private byte[] damagedOnce(byte[] bytes) {
    if (bytes.length == 0) {
      return bytes(1);
    }
    int at = random.nextInt(bytes.length);
    byte[] copy = bytes.clone();
    switch (random.nextInt(6)) {
      case 0 -> copy[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> copy[at] = (byte) random.nextInt();
      case 2 -> copy[at] += (byte) (random.nextBoolean() ? 1 : -1);
      case 3 -> copy = Arrays.copyOf(bytes, at);
      case 4 -> {
        // One byte more: often a head that now claims something else.
        copy = Arrays.copyOf(bytes, bytes.length + 1);
        System.arraycopy(bytes, at, copy, at + 1, bytes.length - at);
        copy[at] = (byte) random.nextInt();
      }
      default -> {
        copy = Arrays.copyOf(bytes, bytes.length - 1);
        System.arraycopy(bytes, at + 1, copy, at, bytes.length - at - 1);
      }
    }
    return copy;
  }
}
