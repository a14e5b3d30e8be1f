package dev.penstock.evidence.record;

import org.jspecify.annotations.Nullable;

/** The maker of the chain started. */
public record Boot(
    long boot, String software, Before before, @Nullable TpmClock tpm, Details details)
    implements RecordValue {
  /** How the run before this one ended. */
  public enum Before {
    UNKNOWN,
    ORDERLY,
    CRASH
  }

  /** TPMS_CLOCK_INFO as the TPM gave it. */
  public record TpmClock(long clock, long resets, long restarts, boolean safe) {
    public TpmClock {
      Fields.mustBeCounter("clock", clock);
      Fields.mustBeCounter("resets", resets);
      Fields.mustBeCounter("restarts", restarts);
    }
  }

  public Boot {
    Fields.mustBeCounter("boot", boot);
    Fields.mustBeWord("software", software);
  }

  @Override
  public RecordKind kind() {
    return RecordKind.BOOT;
  }

  void write(FieldWriter out) {
    var _ = out.array(5).number(boot).text(software).choice(before);
    if (tpm == null) {
      var _ = out.number(null);
    } else {
      var _ = out.array(4).number(tpm.clock).number(tpm.resets).number(tpm.restarts);
      var _ = out.bool(tpm.safe);
    }
    var _ = out.details(details);
  }

  static Boot read(FieldReader in) {
    in.array(5);
    long boot = in.number();
    String software = in.word();
    Before before = in.choice(Before.values());
    TpmClock tpm = null;
    if (!in.takeNull()) {
      in.array(4);
      tpm = new TpmClock(in.number(), in.number(), in.number(), in.bool());
    }
    return new Boot(boot, software, before, tpm, in.details());
  }
}
