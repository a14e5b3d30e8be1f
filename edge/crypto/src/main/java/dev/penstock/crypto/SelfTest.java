package dev.penstock.crypto;

import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.SignatureCheck;
import dev.penstock.signature.Signatures;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import dev.penstock.signature.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What a provider must show before it signs or judges anything: good signatures accepted, bad ones
 * refused, its own signatures accepted by the JDK.
 *
 * <p>It runs at each start, so it is short; the wide net (all of Wycheproof) is in the tests.
 */
final class SelfTest {
  private static final byte[] MESSAGE =
      "penstock signs this to see whether the provider can".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] P256_ORDER =
      HexFormat.of().parseHex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
  private static final byte[] ED25519_ORDER =
      HexFormat.of().parseHex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");

  private final KnownAnswers known;
  private final Signatures jdk;

  SelfTest(KnownAnswers known, Signatures jdk) {
    this.known = known;
    this.jdk = jdk;
  }

  /** Empty when the candidate passed, else the first thing it did wrong. */
  Optional<String> failure(SignatureAlgorithm algorithm, Candidate candidate) {
    try {
      Optional<String> judging = judgesWrongly(algorithm, candidate);
      return judging.isPresent() ? judging : signsWrongly(algorithm, candidate);
    } catch (SigningException | RuntimeException | LinkageError e) {
      // A provider that throws here would throw in service: it is passed over, whatever it is.
      return Optional.of("threw " + e);
    }
  }

  private Optional<String> judgesWrongly(SignatureAlgorithm algorithm, Signatures candidate) {
    for (KnownAnswers.Answer answer : known.answers(algorithm)) {
      SignatureCheck check = candidate.check(answer.key);
      if (check.accepts(answer.message, answer.signature) != answer.valid) {
        return Optional.of(
            answer.valid ? "refused a good signature" : "accepted a signature that others refuse");
      }
      if (!answer.valid) {
        continue;
      }
      Optional<String> wrong = acceptsChanged(check, answer);
      if (wrong.isPresent()) {
        return wrong;
      }
      if (!check.accepts(answer.message, answer.signature)) {
        return Optional.of("refused a good signature after bad ones");
      }
      VerificationKey other = changed(answer.key);
      if (candidate.check(other).accepts(answer.message, answer.signature)) {
        return Optional.of("accepted the signature of another key");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> acceptsChanged(SignatureCheck check, KnownAnswers.Answer answer) {
    byte[] message = answer.message;
    byte[] signature = answer.signature;
    for (int at : new int[] {0, signature.length / 2, signature.length - 1}) {
      if (check.accepts(message, flip(signature, at))) {
        return Optional.of("accepted a signature with byte " + at + " changed");
      }
    }
    if (check.accepts(flip(message, 0), signature)
        || check.accepts(Arrays.copyOf(message, message.length + 1), signature)) {
      return Optional.of("accepted a signature of another message");
    }
    int right = signature.length;
    for (int length : new int[] {0, 2, right - 1, right + 1, 2 * right}) {
      if (check.accepts(message, Arrays.copyOf(signature, length))) {
        return Optional.of("accepted a signature of " + length + " bytes");
      }
    }
    if (check.accepts(message, new byte[right])) {
      return Optional.of("accepted a signature of zeros");
    }
    byte[] order = order(answer.key.algorithm());
    for (int at = 0; order.length > 0 && at < right; at += order.length) {
      byte[] outOfRange = signature.clone();
      System.arraycopy(order, 0, outOfRange, at, order.length);
      if (check.accepts(message, outOfRange)) {
        return Optional.of("accepted a number out of range at byte " + at);
      }
    }
    return Optional.empty();
  }

  private Optional<String> signsWrongly(SignatureAlgorithm algorithm, Candidate candidate)
      throws SigningException {
    KnownAnswers.Pair pair = known.pair(algorithm);
    Signer signer = candidate.signer(pair.key, pair.rawPrivate);
    SignatureCheck check = jdk.check(pair.key);
    for (int round = 0; round < 2; round++) {
      byte[] message = flip(MESSAGE, round);
      if (!check.accepts(message, signer.sign(message))) {
        return Optional.of("made a signature that the JDK refuses");
      }
    }
    return Optional.empty();
  }

  /** The group order in the signature's byte order; empty for lattices. */
  private static byte[] order(SignatureAlgorithm algorithm) {
    return switch (algorithm) {
      case ED25519 -> ED25519_ORDER;
      case ECDSA_P256 -> P256_ORDER;
      case ML_DSA_44, ML_DSA_65 -> new byte[0];
    };
  }

  private VerificationKey changed(VerificationKey key) {
    VerificationKey other = known.pair(key.algorithm()).key;
    if (!other.equals(key)) {
      return other;
    }
    return VerificationKey.of(
        key.algorithm(), flip(key.raw(), key.algorithm().publicKeyBytes() - 1));
  }

  private static byte[] flip(byte[] bytes, int at) {
    byte[] changed = bytes.clone();
    changed[at] ^= 1;
    return changed;
  }
}
