package dev.penstock.conduit;

import dev.penstock.cbor.CborWriter;
import dev.penstock.merkle.Digest;
import dev.penstock.plant.CanonicalForm;

/**
 * What a second person is asked to agree to: one request with all its values, under one policy and
 * one rule. Another value, object or moment is another agreement.
 *
 * <p>Req: 62443-4-2 CR 2.1 RE(4): what needs two people says exactly what they agree to.
 *
 * @param policy the digest of the policy that asked for two people
 * @param rule id of the rule that did
 */
public record Agreement(Digest policy, String rule, Request request) {
  private static final String FORMAT = "penstock-agreement-1";

  /** The agreement that a decision asks for. */
  public static Agreement of(Digest policy, Decision decision, Request request) {
    String rule = decision.rule();
    if (decision.verdict() != Verdict.NEEDS_TWO_PEOPLE || rule == null) {
      throw new IllegalArgumentException("nothing to agree to: " + decision);
    }
    return new Agreement(policy, rule, request);
  }

  /** The bytes that stand for it. */
  public byte[] bytes() {
    var out = new CborWriter(256);
    out.array(4);
    out.text(FORMAT);
    out.bytes(policy.bytes());
    out.text(rule);
    RequestForm.write(out, request);
    return out.toByteArray();
  }

  /** SHA-256 of the bytes: what a second person's answer must name. */
  public Digest digest() {
    return CanonicalForm.digest(bytes());
  }
}
