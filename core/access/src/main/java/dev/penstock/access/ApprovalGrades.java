package dev.penstock.access;

import dev.penstock.access.DualControl.Grade;
import dev.penstock.access.DualControl.Kind;
import java.util.EnumMap;
import java.util.Map;

/**
 * Which grade each kind of request takes of who agrees to it: what is built in, or stricter by a
 * node's settings, never looser.
 *
 * <p>Req: 62443-4-2 CR 2.1 RE(4)
 *
 * @param least for every kind, the weakest grade that counts
 */
public record ApprovalGrades(Map<Kind, Grade> least) {
  /** What holds when nobody says otherwise. */
  public static final ApprovalGrades DEFAULT = new ApprovalGrades(builtIn());

  public ApprovalGrades {
    for (Kind kind : Kind.values()) {
      Grade grade = least.get(kind);
      if (grade == null || !mayBe(kind, grade)) {
        throw new IllegalArgumentException(
            kind.wireName() + " takes " + grade + ", must be at least " + kind.leastGrade());
      }
    }
    least = Map.copyOf(least);
  }

  private static Map<Kind, Grade> builtIn() {
    Map<Kind, Grade> all = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      var _ = all.put(kind, kind.leastGrade());
    }
    return all;
  }

  /**
   * True for a grade that settings may give to a kind: the sealed code and an open session are none
   * that anything could ask for.
   */
  public static boolean mayBe(Kind kind, Grade grade) {
    return switch (grade) {
      case PASSKEY -> true;
      case RE_AUTHENTICATION -> kind.leastGrade() != Grade.PASSKEY;
      case BREAK_GLASS, SESSION -> false;
    };
  }

  /** The same, with another grade for this kind. */
  public ApprovalGrades with(Kind kind, Grade grade) {
    Map<Kind, Grade> all = new EnumMap<>(least);
    var _ = all.put(kind, grade);
    return new ApprovalGrades(all);
  }

  /** The weakest grade that counts for this kind, whoever agrees. */
  public Grade of(Kind kind) {
    return mustBePasskey(kind) ? Grade.PASSKEY : Grade.RE_AUTHENTICATION;
  }

  /** True when nothing but a passkey's signature over the request counts for this kind. */
  public boolean mustBePasskey(Kind kind) {
    return least.get(kind) == Grade.PASSKEY;
  }

  /** The grade that this person must reach: whoever has a passkey signs with it. */
  public Grade needed(Kind kind, Person approver) {
    return approver.credentials().passkeys().isEmpty() ? of(kind) : Grade.PASSKEY;
  }

  /**
   * True when somebody's word of this grade counts for such a request. The sealed code counts as
   * much as a password with its second factor: it brings people back in, and undoes nothing that
   * cannot be redone.
   */
  public boolean isEnough(Kind kind, Grade shown) {
    return switch (shown) {
      case PASSKEY -> true;
      case RE_AUTHENTICATION, BREAK_GLASS -> !mustBePasskey(kind);
      case SESSION -> false;
    };
  }
}
