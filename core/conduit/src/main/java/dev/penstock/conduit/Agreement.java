package dev.penstock.conduit;

import dev.penstock.cbor.CborWriter;
import dev.penstock.merkle.Digest;
import dev.penstock.plant.CanonicalForm;
import java.util.Objects;
import java.util.Optional;

/**
 * What a second person is asked to agree to: one request with all its values, under one policy and
 * one rule. Another value, object, moment or device is another agreement.
 *
 * <p>Req: 62443-4-2 CR 2.1 RE(4): what needs two people says exactly what they agree to.
 *
 * @param policy the digest of the policy that asked for two people
 * @param rule id of the rule that did
 * @param device which device is meant, where the request has it by a name that could be another's
 *     later
 */
public record Agreement(Digest policy, String rule, Request request, Optional<Device> device) {
  private static final String FORMAT = "penstock-agreement-1";
  private static final String FORMAT_OF_DEVICE = "penstock-agreement-2";

  /**
   * A device as it is set up when it is agreed to.
   *
   * @param endpoint what it is called and where it is, as records have it
   * @param definition SHA-256 of its settings and of the point
   */
  public record Device(String endpoint, Digest definition) {
    public Device {
      Objects.requireNonNull(endpoint, "endpoint");
      Objects.requireNonNull(definition, "definition");
    }
  }

  public Agreement {
    Objects.requireNonNull(device, "device");
  }

  /** One whose request says by itself what it is about. */
  public Agreement(Digest policy, String rule, Request request) {
    this(policy, rule, request, Optional.empty());
  }

  /** The agreement that a decision asks for. */
  public static Agreement of(Digest policy, Decision decision, Request request) {
    String rule = decision.rule();
    if (decision.verdict() != Verdict.NEEDS_TWO_PEOPLE || rule == null) {
      throw new IllegalArgumentException("nothing to agree to: " + decision);
    }
    return new Agreement(policy, rule, request);
  }

  /** The same about this device and no other. */
  public Agreement of(Device which) {
    return new Agreement(policy, rule, request, Optional.of(which));
  }

  /** The bytes that stand for it. */
  public byte[] bytes() {
    var out = new CborWriter(256);
    out.array(device.isPresent() ? 5 : 4);
    out.text(device.isPresent() ? FORMAT_OF_DEVICE : FORMAT);
    out.bytes(policy.bytes());
    out.text(rule);
    RequestForm.write(out, request);
    device.ifPresent(which -> {
      out.array(2);
      out.text(which.endpoint());
      out.bytes(which.definition().bytes());
    });
    return out.toByteArray();
  }

  /** SHA-256 of the bytes: what a second person's answer must name. */
  public Digest digest() {
    return CanonicalForm.digest(bytes());
  }
}
