package dev.penstock.evm;

import java.util.Arrays;

/**
 * Keccak-256 as Ethereum uses it: the sponge of FIPS 202 with the padding of the submission to the
 * contest (0x01), not that of SHA3-256 (0x06).
 */
final class Keccak256 {
  static final int BYTES = 32;

  /** FIPS 202 §4: 1,600 bits of state less twice the 256 bits of the digest. */
  private static final int RATE_BYTES = 136;

  private static final int LANES = 25;
  private static final int SIDE = 5;

  /** FIPS 202 §3.2.5, algorithm 5. */
  private static final long[] ROUND_CONSTANTS = {
    0x0000000000000001L, 0x0000000000008082L, 0x800000000000808aL, 0x8000000080008000L,
    0x000000000000808bL, 0x0000000080000001L, 0x8000000080008081L, 0x8000000000008009L,
    0x000000000000008aL, 0x0000000000000088L, 0x0000000080008009L, 0x000000008000000aL,
    0x000000008000808bL, 0x800000000000008bL, 0x8000000000008089L, 0x8000000000008003L,
    0x8000000000008002L, 0x8000000000000080L, 0x000000000000800aL, 0x800000008000000aL,
    0x8000000080008081L, 0x8000000000008080L, 0x0000000080000001L, 0x8000000080008008L,
  };

  /** FIPS 202 §3.2.2, table 2: by how much lane {@code x + 5 y} is turned. */
  private static final int[] TURNS = {
    0, 1, 62, 28, 27, 36, 44, 6, 55, 20, 3, 10, 43, 25, 39, 41, 45, 15, 21, 8, 18, 2, 61, 56, 14,
  };

  /** FIPS 202 §3.2.3: where lane {@code x + 5 y} goes, which is {@code y + 5 (2 x + 3 y)}. */
  private static final int[] PLACES = {
    0, 10, 20, 5, 15, 16, 1, 11, 21, 6, 7, 17, 2, 12, 22, 23, 8, 18, 3, 13, 14, 24, 9, 19, 4,
  };

  private final long[] lanes = new long[LANES];
  private final long[] turned = new long[LANES];
  private final long[] parity = new long[SIDE];

  private Keccak256() {}

  static byte[] hash(byte[] content) {
    var sponge = new Keccak256();
    int at = 0;
    for (; content.length - at >= RATE_BYTES; at += RATE_BYTES) {
      sponge.absorb(content, at);
    }
    byte[] last = Arrays.copyOf(Arrays.copyOfRange(content, at, content.length), RATE_BYTES);
    last[content.length - at] = 0x01;
    last[RATE_BYTES - 1] = (byte) (last[RATE_BYTES - 1] | 0x80);
    sponge.absorb(last, 0);
    return sponge.squeeze();
  }

  private void absorb(byte[] source, int from) {
    for (int i = 0; i < RATE_BYTES; i++) {
      lanes[i >>> 3] ^= (source[from + i] & 0xffL) << ((i & 7) << 3);
    }
    for (long constant : ROUND_CONSTANTS) {
      theta();
      rhoAndPi();
      chi();
      lanes[0] ^= constant;
    }
  }

  private void theta() {
    for (int x = 0; x < SIDE; x++) {
      parity[x] = lanes[x] ^ lanes[x + 5] ^ lanes[x + 10] ^ lanes[x + 15] ^ lanes[x + 20];
    }
    for (int x = 0; x < SIDE; x++) {
      long change = parity[x == 0 ? 4 : x - 1] ^ Long.rotateLeft(parity[x == 4 ? 0 : x + 1], 1);
      for (int i = x; i < LANES; i += SIDE) {
        lanes[i] ^= change;
      }
    }
  }

  private void rhoAndPi() {
    for (int i = 0; i < LANES; i++) {
      turned[PLACES[i]] = Long.rotateLeft(lanes[i], TURNS[i]);
    }
  }

  private void chi() {
    for (int row = 0; row < LANES; row += SIDE) {
      long a = turned[row];
      long b = turned[row + 1];
      long c = turned[row + 2];
      long d = turned[row + 3];
      long e = turned[row + 4];
      lanes[row] = a ^ (~b & c);
      lanes[row + 1] = b ^ (~c & d);
      lanes[row + 2] = c ^ (~d & e);
      lanes[row + 3] = d ^ (~e & a);
      lanes[row + 4] = e ^ (~a & b);
    }
  }

  private byte[] squeeze() {
    byte[] digest = new byte[BYTES];
    for (int i = 0; i < BYTES; i++) {
      digest[i] = (byte) (lanes[i >>> 3] >>> ((i & 7) << 3));
    }
    return digest;
  }
}
