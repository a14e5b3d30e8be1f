package dev.penstock.node.config;

import dev.penstock.evidence.record.AnchorResults.Kind;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.flow.anchoring.AnchorSchedule;
import dev.penstock.merkle.note.NoteKey;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** An anchor as an operator sets it; docs/anchors.md says what the fields mean. */
public sealed interface AnchorSettings {
  /** What records and figures call it. */
  String name();

  /** When it is asked. */
  AnchorSchedule schedule();

  Kind kind();

  /** How often an anchor is asked where nothing is set. */
  Duration EVERY_DEFAULT = Duration.ofHours(1);

  /**
   * A time-stamping authority.
   *
   * @param hash what the token is about
   * @param policy the object identifier of the policy that it must follow
   */
  record Timestamp(
      String name,
      AnchorSchedule schedule,
      URI url,
      Hash hash,
      Optional<String> policy,
      Optional<Login> login)
      implements AnchorSettings {
    @Override
    public Kind kind() {
      return Kind.RFC3161;
    }
  }

  /** With which hash a time-stamping authority is asked. */
  enum Hash {
    SHA256,
    SHA512
  }

  /**
   * Who asks an authority that does not answer everybody.
   *
   * @param password never shown
   */
  record Login(String user, ByteString password) {
    @Override
    public String toString() {
      return "Login[user=" + user + "]";
    }
  }

  /**
   * A chain that speaks the JSON-RPC of Ethereum.
   *
   * @param url of a node of it; it may hold a key of ours and is never shown
   * @param confirmations blocks on top before a transaction counts
   * @param maxFeeGwei no transaction offers more for a unit of gas
   * @param bumpAfter a transaction that waits longer is sent again with a higher fee
   */
  record Chain(
      String name,
      AnchorSchedule schedule,
      URI url,
      long chainId,
      int confirmations,
      int maxFeeGwei,
      Duration bumpAfter)
      implements AnchorSettings {
    @Override
    public Kind kind() {
      return Kind.EVM;
    }

    @Override
    public String toString() {
      return "Chain[name=" + name + ", chainId=" + chainId + "]";
    }
  }

  /**
   * A witness, C2SP tlog-witness.
   *
   * @param url before {@code /add-checkpoint}
   * @param monitor before {@code /<origin hash>/checkpoint}
   * @param key that its cosignatures must verify with
   */
  record Witness(String name, AnchorSchedule schedule, URI url, URI monitor, NoteKey key)
      implements AnchorSettings {
    @Override
    public Kind kind() {
      return Kind.WITNESS;
    }
  }
}
