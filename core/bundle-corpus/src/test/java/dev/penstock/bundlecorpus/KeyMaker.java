package dev.penstock.bundlecorpus;

import dev.penstock.signature.KeyEncoding;
import dev.penstock.signature.SignatureAlgorithm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;

/** Makes the keys of the corpus, which stand in its resources; its argument is that file. */
final class KeyMaker {
  private KeyMaker() {}

  public static void main(String[] args) throws Exception {
    var lines = new StringBuilder();
    for (int site : new int[] {10, 110}) {
      for (int i = 1; i <= 4; i++) {
        lines.append(
            line("Ed25519", NamedParameterSpec.ED25519, SignatureAlgorithm.ED25519, site + i));
      }
      lines.append(
          line("ML-DSA-44", NamedParameterSpec.ML_DSA_44, SignatureAlgorithm.ML_DSA_44, site + 5));
      lines.append(
          line("Ed25519", NamedParameterSpec.ED25519, SignatureAlgorithm.ED25519, site + 6));
    }
    Path _ = Files.writeString(Path.of(args[0]), lines);
  }

  private static String line(
      String name, NamedParameterSpec spec, SignatureAlgorithm algorithm, int number)
      throws Exception {
    var generator = KeyPairGenerator.getInstance(name);
    generator.initialize(spec, new Numbered(number));
    KeyPair pair = generator.generateKeyPair();
    byte[] raw =
        KeyEncoding.publicKey(algorithm, pair.getPublic().getEncoded()).orElseThrow().raw();
    byte[] encoded = pair.getPrivate().getEncoded();
    int length = KeyEncoding.privateKeyBytes(algorithm);
    byte[] secret = Arrays.copyOfRange(encoded, encoded.length - length, encoded.length);
    HexFormat hex = HexFormat.of();
    return number + " " + algorithm + " " + hex.formatHex(raw) + " " + hex.formatHex(secret) + "\n";
  }

  /** The same bytes each time, where randomness is asked for. */
  private static final class Numbered extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final byte number;

    Numbered(int number) {
      this.number = (byte) number;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      Arrays.fill(bytes, number);
    }
  }
}
