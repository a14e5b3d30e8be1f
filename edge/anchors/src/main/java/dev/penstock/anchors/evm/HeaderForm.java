package dev.penstock.anchors.evm;

import dev.penstock.evm.BlockHeader;
import dev.penstock.evm.Keccak;
import dev.penstock.evm.Rlp;
import dev.penstock.merkle.Decoded;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Makes the header of a block again, byte for byte, from the fields that a node tells of it. That
 * it is the same is seen at its hash.
 */
final class HeaderForm {
  /**
   * In the order in which the chain hashes them.
   *
   * @param isNumber whether leading zeros fall away
   */
  private record Field(String name, boolean isNumber) {}

  /** Those of the first fork. */
  private static final List<Field> ALWAYS =
      List.of(
          new Field("parentHash", false),
          new Field("sha3Uncles", false),
          new Field("miner", false),
          new Field("stateRoot", false),
          new Field("transactionsRoot", false),
          new Field("receiptsRoot", false),
          new Field("logsBloom", false),
          new Field("difficulty", true),
          new Field("number", true),
          new Field("gasLimit", true),
          new Field("gasUsed", true),
          new Field("timestamp", true),
          new Field("extraData", false),
          new Field("mixHash", false),
          new Field("nonce", false));

  /** Those of the forks London (EIP-1559) to Prague (EIP-7685), up to the fork a chain has. */
  private static final List<Field> LATER =
      List.of(
          new Field("baseFeePerGas", true),
          new Field("withdrawalsRoot", false),
          new Field("blobGasUsed", true),
          new Field("excessBlobGas", true),
          new Field("parentBeaconBlockRoot", false),
          new Field("requestsHash", false));

  private HeaderForm() {}

  /** The header with exactly the hash the node names the block by, or why there is none. */
  static Decoded<BlockHeader> header(Json block) {
    HexFields in = HexFields.of(block);
    List<byte[]> fields = new ArrayList<>();
    ALWAYS.forEach(field -> fields.add(item(in, field)));
    LATER.stream()
        .takeWhile(field -> in.has(field.name()))
        .forEach(field -> fields.add(item(in, field)));
    byte[] named = in.data("hash");
    Optional<String> fault = in.fault();
    if (fault.isPresent()) {
      return new Decoded.Malformed<>("the node tells a block's header badly: " + fault.get());
    }
    byte[] rlp = Rlp.list(fields);
    return Arrays.equals(Keccak.over(rlp).bytes(), named)
        ? BlockHeader.decode(rlp)
        : new Decoded.Malformed<>(
            "the header of block %d cannot be made again from what the node tells of it: this chain"
                    .formatted(in.count("number"))
                + " hashes other fields than Ethereum's forks up to Prague do");
  }

  private static byte[] item(HexFields in, Field field) {
    return field.isNumber()
        ? Rlp.number(in.number(field.name()))
        : Rlp.bytes(in.data(field.name()));
  }
}
