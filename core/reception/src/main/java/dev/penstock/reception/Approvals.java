package dev.penstock.reception;

import dev.penstock.access.ApprovalRequest;
import dev.penstock.access.Bytes;
import dev.penstock.access.DualControl;
import dev.penstock.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The requests that take two people. */
public final class Approvals {
  Approvals() {}

  /** Which requests to list. */
  public enum Which {
    OPEN,
    DECIDED,
    ALL
  }

  /** Those that the caller may see: the author, who may agree, and who sees the audit trail. */
  public Answer<List<ApprovalView>> list(Caller caller, Which which) {
    throw new IllegalStateException("not built yet");
  }

  /** One of them. */
  public Answer<ApprovalView> get(Caller caller, Bytes id) {
    throw new IllegalStateException("not built yet");
  }

  /** A challenge for a passkey, which is the digest of the request. */
  public Answer<PasskeyBegun> begin(Caller caller, Bytes id) {
    throw new IllegalStateException("not built yet");
  }

  /** Agrees, and carries it out. */
  public Answer<ApprovalView> approve(
      Caller caller, Bytes id, Bytes digest, String note, @Nullable PasskeyAnswer passkey) {
    throw new IllegalStateException("not built yet");
  }

  /** Refuses. */
  public Answer<ApprovalView> refuse(Caller caller, Bytes id, Bytes digest, String note) {
    throw new IllegalStateException("not built yet");
  }

  /** The author takes it back. */
  public Answer<ApprovalView> withdraw(Caller caller, Bytes id) {
    throw new IllegalStateException("not built yet");
  }

  /** Asks for something whose matter lies outside of reception. The caller must have the
   * permission of the kind, and have stepped up. The machine cannot ask. */
  public Answer<Change<String>> propose(
      Caller caller,
      DualControl.Kind kind,
      Json.Object request,
      List<ApprovalRequest.Difference> diff) {
    throw new IllegalStateException("not built yet");
  }
}
