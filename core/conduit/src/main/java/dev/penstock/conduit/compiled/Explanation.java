package dev.penstock.conduit.compiled;

import dev.penstock.conduit.Decision;
import dev.penstock.conduit.Effect;
import java.util.List;

/**
 * Why a request is answered as it is: the object on which the answer rests, and for each rule of
 * the channel why it fits that object or not.
 *
 * @param object in the words of policies; empty when there is no channel
 * @param looks those that come nearest first
 * @param leftOut rules that are further away still
 */
public record Explanation(Decision decision, String object, List<Look> looks, int leftOut) {
  public Explanation {
    looks = List.copyOf(looks);
  }

  /**
   * One rule.
   *
   * @param misses empty when it fits
   */
  public record Look(String rule, Effect effect, List<Miss> misses) {
    public Look {
      misses = List.copyOf(misses);
    }
  }

  /**
   * One condition that does not hold.
   *
   * @param sentence what was asked, and what the rule is for
   */
  public record Miss(Reason reason, String sentence) {}

  /** Which condition. */
  public enum Reason {
    WHO,
    OPERATION,
    FUNCTION,
    OBJECT,
    VALUE,
    TIME,
    RATE
  }
}
