package dev.penstock.evidence.record;

import dev.penstock.merkle.Digest;
import org.jspecify.annotations.Nullable;

/**
 * Evidence about a device's state, and what its appraisal came to.
 *
 * @param inline the evidence where it is small; else a blob of this digest holds it
 * @param result the appraisal as an EAR
 */
public record Attestation(
    String mediaType,
    Digest evidence,
    @Nullable ByteString inline,
    @Nullable ByteString nonce,
    Tier tier,
    @Nullable ByteString result,
    @Nullable Long expires,
    Details details)
    implements RecordValue {
  /** The trust tiers of AR4SI, with its codes. */
  public enum Tier {
    NONE(0),
    AFFIRMING(2),
    WARNING(32),
    CONTRAINDICATED(96);

    private final long code;

    Tier(long code) {
      this.code = code;
    }

    static Tier ofCode(FieldReader in) {
      long code = in.number();
      for (Tier tier : values()) {
        if (tier.code == code) {
          return tier;
        }
      }
      in.refuse(RecordReason.CHOICE_UNKNOWN);
      return NONE;
    }
  }

  private static final int INLINE_BYTES_MAX = 65_536;

  public Attestation {
    Fields.mustBeWord("mediaType", mediaType);
    Fields.mustBeOfSize("inline", inline, 0, INLINE_BYTES_MAX);
    Fields.mustBeOfSize("nonce", nonce, 8, 64);
    Fields.mustBeOfSize("result", result, 0, INLINE_BYTES_MAX);
    Fields.mustBeCounter("expires", expires);
  }

  @Override
  public RecordKind kind() {
    return RecordKind.ATTESTATION;
  }

  void write(FieldWriter out) {
    var _ = out.array(8).text(mediaType).digest(evidence).bytes(inline).bytes(nonce);
    var _ = out.number(tier.code).bytes(result).number(expires).details(details);
  }

  static Attestation read(FieldReader in) {
    in.array(8);
    return new Attestation(
        in.word(),
        in.digest(),
        in.bytesOrNull(0, INLINE_BYTES_MAX),
        in.bytesOrNull(8, 64),
        Tier.ofCode(in),
        in.bytesOrNull(0, INLINE_BYTES_MAX),
        in.numberOrNull(),
        in.details());
  }
}
