package dev.penstock.plant.version;

/** What came of somebody's wish to approve. */
public sealed interface Decision {
  /** The version is approved. */
  record Given(Approval approval) implements Decision {}

  /** This person cannot approve this; the proposal stays open. */
  record Refused(Reason reason) implements Decision {}

  /** Why not. */
  enum Reason {
    APPROVER_IS_AUTHOR("who proposes a version cannot approve it"),
    DIGEST_DIFFERS("what was looked at is not what is proposed"),
    BEFORE_IT_WAS_PROPOSED("the time of the approval is before that of the proposal");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    /** For people. */
    public String text() {
      return text;
    }
  }
}
