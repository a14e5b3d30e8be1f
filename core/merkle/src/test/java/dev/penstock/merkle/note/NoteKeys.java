package dev.penstock.merkle.note;

import dev.penstock.merkle.Decoded;
import dev.penstock.signature.JdkSignatures;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;

/** Keys for tests, each made from a number and therefore always the same. Worthless as secrets. */
public final class NoteKeys {
  public static final JdkSignatures SIGNATURES = new JdkSignatures();

  private NoteKeys() {}

  /** The signer that this number stands for. */
  public static Signer signer(SignatureAlgorithm algorithm, int number) {
    var parameters =
        algorithm == SignatureAlgorithm.ED25519
            ? NamedParameterSpec.ED25519
            : NamedParameterSpec.ML_DSA_44;
    try {
      var generator = KeyPairGenerator.getInstance(parameters.getName());
      generator.initialize(parameters, new Numbered(number));
      KeyPair pair = generator.generateKeyPair();
      return SIGNATURES.signer(algorithm, pair);
    } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException | SigningException e) {
      throw new AssertionError(e);
    }
  }

  public static NoteSigner log(String name, int number) {
    return NoteSigner.ofLog(name, signer(SignatureAlgorithm.ED25519, number));
  }

  public static NoteSigner cosigner(String name, int number) {
    return NoteSigner.ofCosigner(name, signer(SignatureAlgorithm.ED25519, number));
  }

  public static NoteSigner mlDsaCosigner(String name, int number) {
    return NoteSigner.ofCosigner(name, signer(SignatureAlgorithm.ML_DSA_44, number));
  }

  /** The checkpoint with a signature of each. */
  public static Note signed(Checkpoint checkpoint, long time, NoteSigner... signers) {
    try {
      var signatures = new ArrayList<NoteSignature>();
      for (NoteSigner signer : signers) {
        signatures.add(signer.sign(checkpoint, time));
      }
      return new Note(checkpoint.text(), signatures);
    } catch (SigningException e) {
      throw new AssertionError(e);
    }
  }

  /** The value of bytes that are well-formed. */
  public static <T> T value(Decoded<T> decoded) {
    return switch (decoded) {
      case Decoded.Value<T>(var value) -> value;
      case Decoded.Malformed<T>(var why) -> throw new AssertionError(why);
    };
  }

  /** Gives a fixed stream of bytes where randomness is asked for. */
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
