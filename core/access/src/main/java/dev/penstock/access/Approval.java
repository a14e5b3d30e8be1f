package dev.penstock.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A request that waits for a second person, or once did. It moves one way only: from open to
 * approved, refused, withdrawn, expired or failed; from approved, once, to executed or failed.
 *
 * <p>Req: 62443-4-2 CR 2.1 RE(4)
 *
 * @param id 16 bytes
 * @param outcome what came of it, in words; empty before
 */
public record Approval(
    Bytes id, ApprovalRequest request, State state, List<Decision> decisions, String outcome) {
  public static final int ID_BYTES = 16;
  public static final int DECISIONS_MAX = 16;
  public static final int OUTCOME_MAX = 1000;

  public Approval {
    Checks.mustBeIn("bytes of an approval's id", id.sizeBytes(), ID_BYTES, ID_BYTES);
    Checks.mustHold("decisions", decisions, DECISIONS_MAX);
    Checks.mustBeIn("characters of an outcome", outcome.length(), 0, OUTCOME_MAX);
    decisions = List.copyOf(decisions);
  }

  public static Approval open(Bytes id, ApprovalRequest request) {
    return new Approval(id, request, State.OPEN, List.of(), "");
  }

  /** Where a request stands. */
  public enum State {
    OPEN("open"),
    /** Agreed, and being carried out. Never carried out again, whatever happens then. */
    APPROVED("approved"),
    REFUSED("refused"),
    WITHDRAWN("withdrawn"),
    EXPIRED("expired"),
    EXECUTED("executed"),
    FAILED("failed");

    private final String wireName;

    State(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }

    public static Optional<State> ofWireName(String wireName) {
      return Wire.find(values(), State::wireName, wireName);
    }
  }

  /** What somebody said to it. */
  public enum Verdict {
    APPROVED("approved"),
    REFUSED("refused"),
    WITHDRAWN("withdrawn");

    private final String wireName;

    Verdict(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }

    public static Optional<Verdict> ofWireName(String wireName) {
      return Wire.find(values(), Verdict::wireName, wireName);
    }
  }

  /** One person's word, how it was proven, and why. */
  public record Decision(
      PersonId person, Verdict verdict, DualControl.Grade grade, Instant at, String note) {
    public static final int NOTE_MAX = 1000;

    public Decision {
      Checks.mustBeIn("characters of a note", note.length(), 0, NOTE_MAX);
    }
  }

  /** What came of somebody's word. */
  public sealed interface Step {
    /** It counted. */
    record Moved(Approval approval) implements Step {}

    /** It did not count. */
    record NotMoved(Why why) implements Step {}
  }

  /** Why a word did not count. */
  public enum Why {
    CLOSED,
    APPROVER_IS_AUTHOR,
    AUTHOR_ONLY,
    DIGEST_DIFFERS,
    /** It was proven, but not by what such a request takes. */
    GRADE_TOO_WEAK
  }

  /** Its state now: what was open is expired at its time, whether anybody looked or not. */
  public Approval at(Instant now) {
    boolean isOver = state == State.OPEN && !now.isBefore(request.expiresAt());
    return isOver ? new Approval(id, request, State.EXPIRED, decisions, outcome) : this;
  }

  /**
   * Somebody's word on it.
   *
   * @param digest of the request that the person has seen
   * @param grades which proof agreeing takes; refusing and withdrawing take none
   */
  public Step decide(Decision decision, Bytes digest, ApprovalGrades grades) {
    if (at(decision.at()).state != State.OPEN) {
      return new Step.NotMoved(Why.CLOSED);
    }
    boolean isAuthor = decision.person().equals(request.author());
    if (isAuthor && decision.verdict() == Verdict.APPROVED) {
      return new Step.NotMoved(Why.APPROVER_IS_AUTHOR);
    }
    if (!isAuthor && decision.verdict() == Verdict.WITHDRAWN) {
      return new Step.NotMoved(Why.AUTHOR_ONLY);
    }
    if (!digest.equals(request.digest())) {
      return new Step.NotMoved(Why.DIGEST_DIFFERS);
    }
    if (decision.verdict() == Verdict.APPROVED
        && !grades.isEnough(request.kind(), decision.grade())) {
      return new Step.NotMoved(Why.GRADE_TOO_WEAK);
    }
    List<Decision> all = new ArrayList<>(decisions);
    all.add(decision);
    State next =
        switch (decision.verdict()) {
          case APPROVED -> State.APPROVED;
          case REFUSED -> State.REFUSED;
          case WITHDRAWN -> State.WITHDRAWN;
        };
    return new Step.Moved(new Approval(id, request, next, all, outcome));
  }

  /** Carried out. */
  public Approval executed(String words) {
    return ended(State.EXECUTED, words);
  }

  /** Tried, and it did not work, or nobody knows whether it did. */
  public Approval failed(String words) {
    return ended(State.FAILED, words);
  }

  /** What it asked for cannot come any more, whatever anybody says to it. */
  public Approval overtaken(String words) {
    if (state != State.OPEN) {
      throw new IllegalStateException(id + " is " + state + ", so nothing overtakes it");
    }
    return new Approval(id, request, State.FAILED, decisions, words);
  }

  /** The same without the words of anybody; who said what, how and when stays. */
  public Approval wiped(String left) {
    List<Decision> bare =
        decisions.stream()
            .map(one -> new Decision(one.person(), one.verdict(), one.grade(), one.at(), ""))
            .toList();
    return new Approval(id, request.wiped(left), state, bare, outcome);
  }

  private Approval ended(State end, String words) {
    if (state != State.APPROVED) {
      throw new IllegalStateException(id + " is " + state + ", so it is not carried out");
    }
    String kept = words.length() > OUTCOME_MAX ? words.substring(0, OUTCOME_MAX) : words;
    return new Approval(id, request, end, decisions, kept);
  }

  /** True while it is neither decided nor over. */
  public boolean isOpen(Instant now) {
    return at(now).state == State.OPEN;
  }
}
