package dev.penstock.flow.continuity;

import dev.penstock.cbor.Decoded;
import dev.penstock.cbor.cose.CoseVerdict;
import dev.penstock.cbor.cose.CoseVerifier;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.note.Note;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import java.util.List;

/**
 * The gateway's signed statement of how completely it heard a source, with the evidence it rests
 * on, docs/formats/continuity.md. That one decodes says nothing about it; {@link
 * CertificateChecker} does.
 *
 * @param gateway the origin of the gateway's own chains
 * @param name what the source is called
 * @param made ns since 1970
 * @param report what is stated
 * @param chains what it rests on
 * @param checkpoint the log's signed head that the places in the chains lead to
 */
public record Certificate(
    Scope scope,
    String gateway,
    String log,
    String name,
    long made,
    ContinuityReport report,
    List<ChainShown> chains,
    Note checkpoint) {
  /** A day of one source with all its evidence; what is larger is asked for in parts. */
  public static final int BYTES_MAX = 16 << 20;

  /** The gateway's chain of roll-calls, the source's, its zone's, the device's own; and spare. */
  public static final int CHAINS_MAX = 8;

  public Certificate {
    ValueCodec.mustBeWord("gateway", gateway);
    ValueCodec.mustBeWord("log", log);
    ValueCodec.mustBeWord("name", name);
    if (made < 0) {
      throw new IllegalArgumentException("made at " + made + ", must not be negative");
    }
    chains = List.copyOf(chains);
    if (chains.isEmpty() || chains.size() > CHAINS_MAX) {
      throw new IllegalArgumentException(chains.size() + " chains, must be 1..8");
    }
  }

  /** The payload's one encoding. */
  public byte[] encode() {
    return CertificateCodec.encode(this);
  }

  /** The signed bytes; throws when they are more than {@link #BYTES_MAX}. */
  public byte[] sign(Signer signer) throws SigningException {
    return CertificateCodec.sign(this, signer);
  }

  /** Reads bytes from outside. */
  public static Decoded<Received> decode(byte[] bytes) {
    return CertificateCodec.decode(bytes);
  }

  /** A certificate whose signature and evidence are still to be checked. */
  public static final class Received {
    private final Certificate certificate;
    private final Digest kid;
    private final CertificateCodec.Signed signed;

    Received(Certificate certificate, Digest kid, CertificateCodec.Signed signed) {
      this.certificate = certificate;
      this.kid = kid;
      this.signed = signed;
    }

    /** What it says; believe it only after {@link CertificateChecker}. */
    public Certificate certificate() {
      return certificate;
    }

    /** RFC 9679 thumbprint of the key that claims to have signed. */
    public Digest kid() {
      return kid;
    }

    /** Checks the signature alone. */
    public CoseVerdict verify(CoseVerifier verifier) {
      return verifier.verify(signed.structure(), signed.signature());
    }
  }
}
