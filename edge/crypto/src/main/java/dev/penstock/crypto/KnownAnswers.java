package dev.penstock.crypto;

import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.VerificationKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The signatures whose verdict is known, and the keys made to be signed with in a self-test. */
final class KnownAnswers {
  /** One signature and its verdict. */
  static final class Answer {
    final VerificationKey key;
    final byte[] message;
    final byte[] signature;
    final boolean valid;

    Answer(VerificationKey key, byte[] message, byte[] signature, boolean valid) {
      this.key = key;
      this.message = message;
      this.signature = signature;
      this.valid = valid;
    }
  }

  /** One key pair. */
  static final class Pair {
    final VerificationKey key;
    final byte[] rawPrivate;

    Pair(VerificationKey key, byte[] rawPrivate) {
      this.key = key;
      this.rawPrivate = rawPrivate;
    }
  }

  private static final String RESOURCE = "known-answers.txt";

  private final List<Answer> answers = new ArrayList<>();
  private final List<Pair> pairs = new ArrayList<>();

  private KnownAnswers() {}

  static KnownAnswers load() {
    var known = new KnownAnswers();
    try (InputStream in = KnownAnswers.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("this build lacks " + RESOURCE);
      }
      var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII)).lines();
      lines.filter(line -> !line.startsWith("#")).forEach(known::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return known;
  }

  List<Answer> answers(SignatureAlgorithm algorithm) {
    return answers.stream().filter(answer -> answer.key.algorithm() == algorithm).toList();
  }

  Pair pair(SignatureAlgorithm algorithm) {
    return pairs.stream()
        .filter(pair -> pair.key.algorithm() == algorithm)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(RESOURCE + " has no signer of " + algorithm));
  }

  private void add(String line) {
    String[] field = line.split(" ", -1);
    Base64.Decoder base64 = Base64.getDecoder();
    var key = VerificationKey.of(SignatureAlgorithm.valueOf(field[1]), base64.decode(field[2]));
    switch (field[0]) {
      case "signer" -> pairs.add(new Pair(key, base64.decode(field[3])));
      case "valid", "invalid" ->
          answers.add(
              new Answer(
                  key, base64.decode(field[3]), base64.decode(field[4]), field[0].equals("valid")));
      default -> throw new IllegalStateException(RESOURCE + " has a line " + field[0]);
    }
  }
}
