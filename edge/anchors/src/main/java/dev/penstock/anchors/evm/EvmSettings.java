package dev.penstock.anchors.evm;

import dev.penstock.evm.Address;
import dev.penstock.evm.ChainAnchor;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How one chain is anchored in. Fees are in wei for each unit of gas.
 *
 * @param name what people call this anchor
 * @param node where its JSON-RPC is asked; may hold an access key, so it is never shown
 * @param chainId which chain it must be
 * @param recipient whom the transactions go to; empty for the sender itself
 * @param confirmations how many blocks must follow
 * @param feePerGasMax what is paid at most, the priority fee included
 * @param gasMax how much gas one transaction may use
 * @param answerBytesMax the longest answer of the node that is read
 */
public record EvmSettings(
    String name,
    URI node,
    long chainId,
    Optional<Address> recipient,
    int confirmations,
    long feePerGasMax,
    long priorityFeePerGasMax,
    long gasMax,
    int answerBytesMax,
    Waits waits) {
  private static final long GWEI = 1_000_000_000L;

  /** One ether for each unit of gas: a slip of the keyboard, not a fee. */
  private static final long FEE_MAX = 1_000_000_000L * GWEI;

  /** A transfer with 40 bytes of data needs some 22,000. */
  private static final long GAS_MIN = 21_000;

  private static final long GAS_MAX = 10_000_000;
  private static final int ANSWER_BYTES_MIN = 1 << 16;
  private static final int ANSWER_BYTES_MAX = 1 << 26;
  private static final int NAME_LENGTH_MAX = 64;

  /**
   * How long things may take.
   *
   * @param poll between two looks at the chain
   * @param bumpAfter how long a transaction may wait for a block before it is offered more
   * @param request for one answer of the node
   * @param total for one anchor; what is not done then is taken up again the next time
   * @param clockAheadMax how far the chain's clock may be ahead of ours
   */
  public record Waits(
      Duration poll, Duration bumpAfter, Duration request, Duration total, Duration clockAheadMax) {
    /** For a chain with a block every ten seconds or so. */
    public static final Waits USUAL =
        new Waits(
            Duration.ofSeconds(4),
            Duration.ofMinutes(3),
            Duration.ofSeconds(10),
            Duration.ofMinutes(30),
            Duration.ofMinutes(1));

    public Waits {
      mustBeWithin("poll", poll, Duration.ofMillis(50), Duration.ofMinutes(10));
      mustBeWithin("bumpAfter", bumpAfter, Duration.ofSeconds(1), Duration.ofDays(1));
      mustBeWithin("request", request, Duration.ofMillis(100), Duration.ofMinutes(5));
      mustBeWithin("total", total, Duration.ofSeconds(1), Duration.ofDays(1));
      mustBeWithin("clockAheadMax", clockAheadMax, Duration.ZERO, Duration.ofHours(1));
    }
  }

  public EvmSettings {
    if (name.isBlank()
        || name.length() > NAME_LENGTH_MAX
        || name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "name \"" + name + "\" must be 1.." + NAME_LENGTH_MAX + " printable characters");
    }
    mustBeAddress(node);
    mustBeWithin("chainId", chainId, 1, Long.MAX_VALUE);
    mustBeWithin("confirmations", confirmations, 0, ChainAnchor.FOLLOWING_MAX);
    mustBeWithin("feePerGasMax", feePerGasMax, 0, FEE_MAX);
    mustBeWithin("priorityFeePerGasMax", priorityFeePerGasMax, 0, feePerGasMax);
    mustBeWithin("gasMax", gasMax, GAS_MIN, GAS_MAX);
    mustBeWithin("answerBytesMax", answerBytesMax, ANSWER_BYTES_MIN, ANSWER_BYTES_MAX);
  }

  /** With the usual limits: 12 confirmations, 100 gwei, 5 gwei of them priority fee. */
  public static EvmSettings of(String name, URI node, long chainId) {
    return new EvmSettings(
        name,
        node,
        chainId,
        Optional.empty(),
        12,
        100 * GWEI,
        5 * GWEI,
        100_000,
        1 << 24,
        Waits.USUAL);
  }

  public EvmSettings withRecipient(Address to) {
    return new EvmSettings(
        name,
        node,
        chainId,
        Optional.of(to),
        confirmations,
        feePerGasMax,
        priorityFeePerGasMax,
        gasMax,
        answerBytesMax,
        waits);
  }

  public EvmSettings withConfirmations(int count) {
    return new EvmSettings(
        name,
        node,
        chainId,
        recipient,
        count,
        feePerGasMax,
        priorityFeePerGasMax,
        gasMax,
        answerBytesMax,
        waits);
  }

  /** With other limits of what is paid. */
  public EvmSettings withFees(long perGasMax, long priorityPerGasMax, long newGasMax) {
    return new EvmSettings(
        name,
        node,
        chainId,
        recipient,
        confirmations,
        perGasMax,
        priorityPerGasMax,
        newGasMax,
        answerBytesMax,
        waits);
  }

  public EvmSettings withAnswerBytesMax(int bytes) {
    return new EvmSettings(
        name,
        node,
        chainId,
        recipient,
        confirmations,
        feePerGasMax,
        priorityFeePerGasMax,
        gasMax,
        bytes,
        waits);
  }

  public EvmSettings withWaits(Waits newWaits) {
    return new EvmSettings(
        name,
        node,
        chainId,
        recipient,
        confirmations,
        feePerGasMax,
        priorityFeePerGasMax,
        gasMax,
        answerBytesMax,
        newWaits);
  }

  /** Host and port of the node; the rest of its address may be a secret. */
  String nodeShown() {
    return node.getPort() < 0 ? node.getHost() : node.getHost() + ":" + node.getPort();
  }

  private static void mustBeAddress(URI node) {
    boolean isHttp = "http".equals(node.getScheme()) || "https".equals(node.getScheme());
    if (!isHttp || node.getHost() == null || node.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "node must be an http or https address with a host, and without user or password");
    }
  }

  private static void mustBeWithin(String what, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s is %d, must be %d..%d".formatted(what, value, min, max));
    }
  }

  private static void mustBeWithin(String what, Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new IllegalArgumentException(
          "%s is %s, must be %s..%s".formatted(what, value, min, max));
    }
  }

  /** Everything but where the node is. */
  @Override
  public String toString() {
    return "%s: chain %d at %s, %d confirmations"
        .formatted(name, chainId, nodeShown(), confirmations);
  }
}
