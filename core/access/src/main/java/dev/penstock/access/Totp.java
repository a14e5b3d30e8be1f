package dev.penstock.access;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Codes of an authenticator app (RFC 6238): six digits that change every 30 seconds, by HMAC-SHA-1,
 * because that is what the apps can do. A code is accepted one step early or late, and once.
 *
 * <p>Req: 62443-4-2 CR 1.1 RE(2)
 */
public final class Totp {
  public static final int DIGITS = 6;
  public static final int STEP_SECONDS = 30;

  /** RFC 4226 §4 recommends the length of the hash. */
  public static final int SECRET_BYTES = 20;

  /** RFC 6238 §5.2: at most one step for the delay of the network, and as much for the clocks. */
  private static final int WINDOW_STEPS = 1;

  private static final int MODULUS = 1_000_000;
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private Totp() {}

  /** What a code was found to be. */
  public sealed interface Judged {
    /** The code of this step, which must be remembered as used. */
    record Right(long step) implements Judged {}

    /** Not a code of now, or one that was used already. */
    record Wrong() implements Judged {}
  }

  public static Bytes randomSecret(RandomGenerator random) {
    return Bytes.random(random, SECRET_BYTES);
  }

  /** Judges a code of a person's app. */
  public static Judged judge(TotpKept kept, String code, Instant now) {
    return judge(kept.secret(), kept.lastStep(), code, now);
  }

  /** Judges a code; those of {@code lastStep} and before are spent. */
  public static Judged judge(Bytes secret, long lastStep, String code, Instant now) {
    long step = stepAt(now);
    for (long at = step - WINDOW_STEPS; at <= step + WINDOW_STEPS; at++) {
      if (at > lastStep && isSame(code(secret, at), code)) {
        return new Judged.Right(at);
      }
    }
    return new Judged.Wrong();
  }

  /** The code of a step. */
  public static String code(Bytes secret, long step) {
    return "%06d".formatted(truncated(hmac(secret, step)) % MODULUS);
  }

  public static long stepAt(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), STEP_SECONDS);
  }

  /** RFC 4226 §5.3: 31 bits, from where the last four bits say. */
  static int truncated(byte[] hmac) {
    int offset = hmac[hmac.length - 1] & 0xf;
    return ByteBuffer.wrap(hmac).getInt(offset) & 0x7fff_ffff;
  }

  static byte[] hmac(Bytes secret, long step) {
    try {
      var mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret.toArray(), "RAW"));
      return mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA1", e);
    }
  }

  /** The secret as apps take it when somebody types it: RFC 4648 §6, without padding. */
  public static String base32(Bytes secret) {
    byte[] bytes = secret.toArray();
    var text = new StringBuilder();
    int held = 0;
    int bits = 0;
    for (byte b : bytes) {
      held = (held << 8 | (b & 0xff)) & 0xfff;
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        text.append(BASE32.charAt(held >> bits & 31));
      }
    }
    if (bits > 0) {
      text.append(BASE32.charAt(held << (5 - bits) & 31));
    }
    return text.toString();
  }

  /** What is shown as a picture for apps to take: issuer and account are for people to read. */
  public static String uri(Bytes secret, String issuer, String account) {
    return "otpauth://totp/"
        + escaped(issuer)
        + ":"
        + escaped(account)
        + "?secret="
        + base32(secret)
        + "&issuer="
        + escaped(issuer)
        + "&algorithm=SHA1&digits=6&period=30";
  }

  private static String escaped(String text) {
    var escaped = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      boolean isPlain =
          (b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z') || b == '-';
      if (isPlain) {
        escaped.append((char) b);
      } else {
        escaped.append("%%%02X".formatted(b & 0xff));
      }
    }
    return escaped.toString();
  }

  private static boolean isSame(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }
}
