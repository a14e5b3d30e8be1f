package dev.penstock.anchors.evm;

import dev.penstock.evm.Address;
import dev.penstock.evm.Keccak;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A node of a chain: the few questions of Ethereum's JSON-RPC that an anchor needs. What it answers
 * is what that node says; nothing of it is checked here but its form.
 */
final class ChainNode {
  private static final String LATEST = JsonRpc.text("latest");

  private final JsonRpc rpc;

  ChainNode(JsonRpc rpc) {
    this.rpc = rpc;
  }

  /** Where a transaction stands. */
  record Receipt(Keccak blockHash, long blockNumber, long index) {}

  /**
   * What the next block asks for each unit of gas, in wei.
   *
   * @param base burnt; the chain sets it
   * @param priority for the block's maker; a suggestion
   */
  record Fees(BigInteger base, BigInteger priority) {}

  long chainId() throws NodeException, InterruptedException {
    return count("eth_chainId", List.of());
  }

  /** The number of the newest block. */
  long blockNumber() throws NodeException, InterruptedException {
    return count("eth_blockNumber", List.of());
  }

  /** How many transactions of an address stand in blocks. */
  long latestCount(Address sender) throws NodeException, InterruptedException {
    return transactionCount(sender, LATEST);
  }

  /** The same, with those that wait for a block. */
  long pendingCount(Address sender) throws NodeException, InterruptedException {
    return transactionCount(sender, JsonRpc.text("pending"));
  }

  /** How many stood in blocks up to this one. */
  long countAt(Address sender, long block) throws NodeException, InterruptedException {
    return transactionCount(sender, hex(block));
  }

  private long transactionCount(Address sender, String when)
      throws NodeException, InterruptedException {
    return count("eth_getTransactionCount", List.of(JsonRpc.text(sender.toString()), when));
  }

  Fees fees() throws NodeException, InterruptedException {
    Json history = rpc.call("eth_feeHistory", List.of("\"0x1\"", LATEST, "[]"));
    List<Json> bases =
        history instanceof Json.Fields fields
                && fields.get("baseFeePerGas").orElse(new Json.Nothing())
                    instanceof Json.Items(var items)
            ? items
            : List.of();
    if (bases.isEmpty()) {
      throw new NodeException(rpc.node() + " tells no base fee: EIP-1559 is not known there");
    }
    Json priority = rpc.call("eth_maxPriorityFeePerGas", List.of());
    // The last is that of the block to come.
    return new Fees(
        number("eth_feeHistory", bases.getLast()), number("eth_maxPriorityFeePerGas", priority));
  }

  /** How much gas a transfer of nothing with this data would use. */
  long gas(Address from, Address to, byte[] data) throws NodeException, InterruptedException {
    String call =
        "{\"from\":%s,\"to\":%s,\"value\":\"0x0\",\"data\":%s}"
            .formatted(JsonRpc.text(from.toString()), JsonRpc.text(to.toString()), hexOf(data));
    return count("eth_estimateGas", List.of(call));
  }

  /** Hands a signed transaction in. */
  void send(byte[] raw) throws NodeException, InterruptedException {
    var _ = rpc.call("eth_sendRawTransaction", List.of(hexOf(raw)));
  }

  /** True when the node has the transaction, in a block or waiting for one. */
  boolean knows(Keccak transaction) throws NodeException, InterruptedException {
    return !isNothing(rpc.call("eth_getTransactionByHash", List.of(quoted(transaction))));
  }

  /** Where a transaction stands; empty while it is in no block. */
  Optional<Receipt> receipt(Keccak transaction) throws NodeException, InterruptedException {
    Json answer = rpc.call("eth_getTransactionReceipt", List.of(quoted(transaction)));
    if (isNothing(answer)) {
      return Optional.empty();
    }
    HexFields in = HexFields.of(answer);
    byte[] hash = in.data("blockHash");
    long number = in.count("blockNumber");
    long index = in.count("transactionIndex");
    if (hash.length != Keccak.BYTES) {
      in.refuse("blockHash has " + hash.length + " bytes");
    }
    mustBeWell("eth_getTransactionReceipt", in);
    return Optional.of(new Receipt(Keccak.of(hash), number, index));
  }

  /** The hash of the block that has this number now; empty when there is none. */
  Optional<Keccak> hashAt(long number) throws NodeException, InterruptedException {
    Optional<Json> block = blockAt(number);
    if (block.isEmpty()) {
      return Optional.empty();
    }
    HexFields in = HexFields.of(block.get());
    byte[] hash = in.data("hash");
    if (hash.length != Keccak.BYTES) {
      in.refuse("hash has " + hash.length + " bytes");
    }
    mustBeWell("eth_getBlockByNumber", in);
    return Optional.of(Keccak.of(hash));
  }

  /** The block of this number, with the names of its transactions. */
  Optional<Json> blockAt(long number) throws NodeException, InterruptedException {
    return present(rpc.call("eth_getBlockByNumber", List.of(hex(number), "false")));
  }

  /** The block of this name, with its transactions. */
  Optional<Json> block(Keccak hash) throws NodeException, InterruptedException {
    return present(rpc.call("eth_getBlockByHash", List.of(quoted(hash), "true")));
  }

  /** The bytes of a transaction in a block; empty where the node does not give them. */
  Optional<byte[]> raw(Keccak block, int index) throws NodeException, InterruptedException {
    try {
      Json answer =
          rpc.call("eth_getRawTransactionByBlockHashAndIndex", List.of(quoted(block), hex(index)));
      HexFields in = HexFields.of(new Json.Fields(Map.of("raw", answer)));
      byte[] raw = in.data("raw");
      return in.fault().isEmpty() ? Optional.of(raw) : Optional.empty();
    } catch (NodeException.Declined _) {
      // Many nodes do not have this question.
      return Optional.empty();
    }
  }

  private long count(String method, List<String> parameters)
      throws NodeException, InterruptedException {
    BigInteger number = number(method, rpc.call(method, parameters));
    if (number.bitLength() >= Long.SIZE) {
      throw new NodeException(rpc.node() + " answered " + method + " with a number above 2^63");
    }
    return number.longValueExact();
  }

  private BigInteger number(String method, Json value) throws NodeException {
    HexFields in = HexFields.of(new Json.Fields(Map.of("result", value)));
    BigInteger number = in.number("result");
    mustBeWell(method, in);
    return number;
  }

  private void mustBeWell(String method, HexFields in) throws NodeException {
    Optional<String> fault = in.fault();
    if (fault.isPresent()) {
      throw new NodeException(rpc.node() + " answered " + method + " badly: " + fault.get());
    }
  }

  private static Optional<Json> present(Json answer) {
    return isNothing(answer) ? Optional.empty() : Optional.of(answer);
  }

  private static boolean isNothing(Json answer) {
    return answer instanceof Json.Nothing;
  }

  private static String quoted(Keccak hash) {
    return JsonRpc.text(hash.toString());
  }

  private static String hex(long number) {
    return JsonRpc.text("0x" + Long.toHexString(number));
  }

  private static String hexOf(byte[] bytes) {
    return JsonRpc.text("0x" + HexFormat.of().formatHex(bytes));
  }
}
