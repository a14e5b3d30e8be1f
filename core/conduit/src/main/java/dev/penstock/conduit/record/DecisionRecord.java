package dev.penstock.conduit.record;

import dev.penstock.conduit.Decision;
import dev.penstock.conduit.Limits;
import dev.penstock.conduit.Part;
import dev.penstock.conduit.Request;
import dev.penstock.conduit.RequestForm;
import dev.penstock.conduit.Verdict;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.PolicyDecision;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.merkle.Digest;
import dev.penstock.plant.CanonicalForm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A decision in full, as a record. Texts and values have an end, since who asks chooses them; the
 * digest of the whole request is always there.
 *
 * <p>Req: 62443-4-2 CR 2.8: who asked, from where, for what, and by which rule it was decided.
 */
public final class DecisionRecord {
  /** Values that a record of a denial holds. */
  public static final int DENIED_VALUES_MAX = 16;

  /** Bytes of a text in a record of a denial that who asks can choose. */
  static final int DENIED_BYTES_MAX = 128;

  /** Bytes of one that the gateway chooses: an id of a zone, the name of a protocol. */
  static final int DENIED_WORD_BYTES_MAX = 64;

  private static final int WORD_BYTES_MAX = 255;
  private static final int PROSE_BYTES_MAX = 4_096;

  private DecisionRecord() {}

  /** The record of a decision; of a denial with less room, which strangers can fill. */
  public static PolicyDecision of(Digest policy, Decision decision, Request request) {
    return of(policy, decision, request, decision.verdict() == Verdict.DENY);
  }

  /** The record of what did not pass, also for want of a second person: with as little room. */
  public static PolicyDecision ofRefused(Digest policy, Decision decision, Request request) {
    return of(policy, decision, request, true);
  }

  private static PolicyDecision of(
      Digest policy, Decision decision, Request request, boolean isRefused) {
    int wordMax = isRefused ? DENIED_WORD_BYTES_MAX : WORD_BYTES_MAX;
    int proseMax = isRefused ? DENIED_BYTES_MAX : PROSE_BYTES_MAX;
    Map<String, SampleValue> details = new HashMap<>();
    details.put("cause", SampleValue.of(decision.cause().word()));
    String channel = decision.channel();
    if (channel != null) {
      details.put("channel", SampleValue.of(channel));
    }
    details.put("from", SampleValue.of(cut(request.from(), wordMax)));
    details.put("to", SampleValue.of(cut(request.to(), wordMax)));
    details.put("protocol", SampleValue.of(cut(request.protocol(), wordMax)));
    request
        .identity()
        .ifPresent(name -> details.put("identity", SampleValue.of(cut(name, proseMax))));
    function(request.function(), details);
    Digest digest = CanonicalForm.digest(RequestForm.encode(request));
    details.put("request", new SampleValue.One(new Scalar.Bytes(ByteString.of(digest.bytes()))));
    return new PolicyDecision(
        word(decision.verdict()),
        decision.rule(),
        policy,
        cut(request.peer(), proseMax),
        request.operation().word(),
        cut(request.objectsText(proseMax), proseMax),
        argument(request, isRefused ? DENIED_VALUES_MAX : Limits.REQUEST_VALUES_MAX),
        1,
        request.at(),
        request.at(),
        null,
        new Details(details));
  }

  /** The function code, where there is one. */
  static void function(OptionalInt function, Map<String, SampleValue> details) {
    if (function.isPresent()) {
      details.put("function", SampleValue.of((long) function.getAsInt()));
    }
  }

  /** How records call a verdict. */
  static PolicyDecision.Decision word(Verdict verdict) {
    return switch (verdict) {
      case ALLOW -> PolicyDecision.Decision.ALLOW;
      case NEEDS_TWO_PEOPLE -> PolicyDecision.Decision.NEEDS_TWO_PEOPLE;
      case DENY -> PolicyDecision.Decision.DENY;
    };
  }

  private static SampleValue argument(Request request, int countMax) {
    List<Scalar> scalars = new ArrayList<>();
    for (Part part : request.parts()) {
      for (int i = 0; i < part.values().count() && scalars.size() < countMax; i++) {
        scalars.add(new Scalar.Real(part.values().at(i)));
      }
    }
    return switch (scalars.size()) {
      case 0 -> SampleValue.NONE;
      case 1 -> new SampleValue.One(scalars.getFirst());
      default -> new SampleValue.Many(scalars);
    };
  }

  /** The beginning of a text that has at most this many bytes of UTF-8, in whole characters. */
  static String cut(String text, int bytesMax) {
    int bytes = 0;
    int at = 0;
    while (at < text.length()) {
      int point = text.codePointAt(at);
      bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      if (bytes > bytesMax) {
        return text.substring(0, at);
      }
      at += Character.charCount(point);
    }
    return text;
  }
}
