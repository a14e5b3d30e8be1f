package dev.penstock.framesmodbus;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Good bytes with something done to them. */
final class Mutated {
  private Mutated() {}

  static byte[] bytes(RandomGenerator random, byte[] good) {
    byte[] bytes =
        switch (random.nextInt(5)) {
          case 0 -> Drawn.bytes(random, random.nextInt(300));
          case 1 -> Arrays.copyOf(good, random.nextInt(good.length + 1));
          case 2 -> Arrays.copyOf(good, good.length + random.nextInt(40));
          default -> good.clone();
        };
    for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(Math.min(bytes.length, 16))] = (byte) random.nextInt(256);
    }
    return bytes;
  }
}
