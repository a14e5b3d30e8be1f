package dev.penstock.plant.validation;

/**
 * What a plant should keep, by the id that is told with each observation and stays. Ids that are
 * missing belong to rules of structure, or to validations that need more than anybody here has:
 * docs/plant.md lists them.
 */
public enum Validation {
  Z2(
      Severity.ERROR,
      "ZCR 3.1",
      "a way that nobody knows of is guarded by nobody",
      "find out who asks, then add the conduit to the model or end it"),
  Z3(
      Severity.WARNING,
      "ZCR 5.8",
      "what nobody needs is open to whoever finds it",
      "try the policy without it in a dry run, then take it out"),
  Z4(
      Severity.ERROR,
      "ZCR 3.3",
      "what stops a process must not fail together with what runs it",
      "give the safety system a host of its own"),
  Z5(
      Severity.WARNING,
      "ZCR 3.5",
      "radio reaches beyond walls, so it is a way in that nobody sees",
      "put it into a zone of the kind wireless, with a conduit"),
  Z6(
      Severity.ERROR,
      "ZCR 3.6",
      "whoever is outside would stand in the plant with one step",
      "lead it through a zone of the kind dmz, or place a boundary-device at it"),
  Z7(
      Severity.ERROR,
      "ZCR 3.1",
      "a diode keeps the trusted side untouched only if data leaves there",
      "turn from and to, or correct the levels of the zones"),
  Z8(
      Severity.ERROR,
      "ZCR 5.8",
      "from level 3 for FR1 on, one stolen password must not be enough to get in",
      "use multi-factor authentication there, and say so"),
  Z9(
      Severity.ERROR,
      "ZCR 1.1",
      "what nobody answers for is neither patched nor missed",
      "name the owner"),
  Z10(
      Severity.ERROR,
      "ZCR 1.1",
      "a way in that is in no conduit is guarded by nobody",
      "say which zone and conduit it leads through"),
  Z11(
      Severity.ADVICE,
      "ZCR 1.1",
      "an assessment needs to know what it is about",
      "name the system under consideration and its boundary"),
  Z12(
      Severity.ERROR,
      "ZCR 3.2",
      false,
      "business systems are reached by everybody, and so would be the plant",
      "put them into zones of their own"),
  Z13(
      Severity.ERROR,
      "ZCR 3.3",
      "what stops a process must not be reached the way the process is",
      "put it into a zone of the kind safety"),
  Z14(
      Severity.WARNING,
      "ZCR 3.4",
      "what comes and goes brings along what it met elsewhere",
      "put it into a zone of the kind temporary"),
  Z15(
      Severity.ADVICE,
      "ZCR 3.1",
      "a conduit of which nobody knows what passes cannot be guarded",
      "list its channels"),
  Z16(
      Severity.WARNING,
      "ZCR 5.8",
      "from level 3 for FR3 on, changes on the way must be noticed by cryptography",
      "protect the channel, or choose a protocol that does"),
  Z17(
      Severity.ADVICE,
      "ZCR 3.1",
      "what a zone is for decides what it must be separated from",
      "name its kind"),
  Z18(
      Severity.ADVICE,
      "ZCR 1.1",
      "what a function needs must be known before anything is changed",
      "list its assets"),
  Z19(
      Severity.ERROR,
      "ZCR 3.2",
      false,
      "nothing stands between the office and the process",
      "lead it through a zone of the kind dmz, or place a boundary-device or a diode"),
  Z20(
      Severity.WARNING,
      "ZCR 5.13",
      false,
      "an exception without an end is a rule that nobody decided",
      "mend what was accepted, or accept it anew with a reason"),
  Z21(
      Severity.ADVICE,
      "ZCR 5.13",
      false,
      "who reads the model believes that something is accepted",
      "take it out, or correct what it names"),
  Z22(
      Severity.ERROR,
      "ZCR 3.1",
      "either nothing passes there, or people rely on a diode that is none",
      "take the channel out of the policy, or correct the diode in the model"),
  Z23(
      Severity.WARNING,
      "ZCR 3.1",
      "who reads the model expects nobody to ask from there",
      "take the channel out of the policy, or correct from and to in the model"),
  S1(
      Severity.ERROR,
      "ZCR 5.6",
      "without a target nobody can say whether the zone is protected enough",
      "decide a level for each of FR1 to FR7"),
  S2(
      Severity.WARNING,
      "ZCR 5.6",
      "a conduit that is weaker than a zone it leads to weakens that zone",
      "raise its levels, or write the rationale"),
  S7(
      Severity.ADVICE,
      "ZCR 5.6",
      "a judgement without its reason cannot be judged again",
      "write the rationale");

  private final Severity severity;
  private final String requirement;
  private final boolean isAcceptable;
  private final String why;
  private final String remedy;

  Validation(Severity severity, String requirement, String why, String remedy) {
    this(severity, requirement, true, why, remedy);
  }

  Validation(
      Severity severity, String requirement, boolean isAcceptable, String why, String remedy) {
    this.severity = severity;
    this.requirement = requirement;
    this.isAcceptable = isAcceptable;
    this.why = why;
    this.remedy = remedy;
  }

  /** On what an observation rests. */
  public enum Basis {
    /** The model alone. */
    MODEL,
    /** The policy beside the model. */
    POLICY,
    /** What was observed in the plant: that nothing was is no proof of anything. */
    OBSERVED
  }

  /** On what it rests. */
  public Basis basis() {
    return switch (this) {
      case Z2, Z3 -> Basis.OBSERVED;
      case Z22, Z23 -> Basis.POLICY;
      default -> Basis.MODEL;
    };
  }

  /** How bad it is. */
  public Severity severity() {
    return severity;
  }

  /** Which requirement of IEC 62443-3-2 it serves, by its id. */
  public String requirement() {
    return requirement;
  }

  /** Whether somebody may live with it for a reason. */
  public boolean isAcceptable() {
    return isAcceptable;
  }

  /** Why that matters. */
  public String why() {
    return why;
  }

  /** What to do about it. */
  public String remedy() {
    return remedy;
  }
}
