package dev.penstock.ledger;

import dev.penstock.merkle.note.NoteKey;
import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.merkle.note.TrustedKeys;
import dev.penstock.signature.JdkSignatures;
import dev.penstock.signature.KeyRotation;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The keys that a test's log goes through, one after the other, all in hand from the start. */
final class LogKeyring {
  private static final JdkSignatures JDK = new JdkSignatures();

  private final SignatureAlgorithm algorithm;
  private final List<Signer> signers = new ArrayList<>();
  private final Map<String, byte[]> statements = new ConcurrentHashMap<>();

  LogKeyring(SignatureAlgorithm algorithm, String jcaName, int count) {
    this.algorithm = algorithm;
    try {
      var generator = KeyPairGenerator.getInstance(jcaName);
      for (int i = 0; i < count; i++) {
        signers.add(JDK.signer(algorithm, generator.generateKeyPair()));
      }
    } catch (NoSuchAlgorithmException | SigningException e) {
      throw new IllegalStateException(e);
    }
  }

  static LogKeyring ed25519(int count) {
    return new LogKeyring(SignatureAlgorithm.ED25519, "Ed25519", count);
  }

  static LogKeyring mlDsa44(int count) {
    return new LogKeyring(SignatureAlgorithm.ML_DSA_44, "ML-DSA-44", count);
  }

  Signer raw(int number) {
    return signers.get(number);
  }

  NoteSigner signer(int number) {
    return algorithm == SignatureAlgorithm.ED25519
        ? NoteSigner.ofLog(Logs.ORIGIN, signers.get(number))
        : NoteSigner.ofCosigner(Logs.ORIGIN, signers.get(number));
  }

  NoteKey key(int number) {
    return signer(number).key();
  }

  /** The statement by which one key hands over to another at this size. */
  byte[] statement(int from, int to, long size) {
    // The crash tests ask for the same few again and again.
    return statements
        .computeIfAbsent(
            from + " " + to + " " + size,
            asked -> statement(Logs.ORIGIN, signers.get(from), signers.get(to), size))
        .clone();
  }

  static byte[] statement(String origin, Signer from, Signer to, long size) {
    try {
      return new KeyRotation(origin, from.key(), to.key(), size).sign(from, to);
    } catch (SigningException e) {
      throw new IllegalStateException(e);
    }
  }

  TrustedKeys trusting(int... numbers) {
    List<NoteKey> keys = new ArrayList<>();
    for (int number : numbers) {
      keys.add(key(number));
    }
    return new TrustedKeys(JDK, keys);
  }
}
