package dev.penstock.anchors.evm;

import dev.penstock.evm.Keccak;
import dev.penstock.evm.Rlp;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Makes a transaction again, byte for byte, from the fields that a node tells of it. That it is the
 * same is seen at its hash.
 */
final class TransactionForm {
  private TransactionForm() {}

  /**
   * The bytes with exactly the hash the node names the transaction by; empty when there are none.
   */
  static Optional<byte[]> raw(Json transaction) {
    HexFields in = HexFields.of(transaction);
    int type = in.has("type") ? (int) Math.min(in.count("type"), Byte.MAX_VALUE) : 0;
    List<byte[]> fields = fields(in, type);
    var raw = new ByteArrayOutputStream();
    if (type != 0) {
      raw.write(type);
    }
    raw.writeBytes(Rlp.list(fields));
    byte[] named = in.data("hash");
    byte[] bytes = raw.toByteArray();
    return in.fault().isEmpty() && Arrays.equals(Keccak.over(bytes).bytes(), named)
        ? Optional.of(bytes)
        : Optional.empty();
  }

  private static List<byte[]> fields(HexFields in, int type) {
    List<byte[]> fields = new ArrayList<>();
    if (type != 0) {
      fields.add(number(in, "chainId"));
    }
    fields.add(number(in, "nonce"));
    switch (type) {
      case 0, 1 -> fields.add(number(in, "gasPrice"));
      case 2, 3, 4 -> {
        fields.add(number(in, "maxPriorityFeePerGas"));
        fields.add(number(in, "maxFeePerGas"));
      }
      default -> in.refuse("a transaction of a type that is not known here");
    }
    fields.add(number(in, "gas"));
    fields.add(Rlp.bytes(in.dataOrNone("to")));
    fields.add(number(in, "value"));
    fields.add(Rlp.bytes(in.data("input")));
    if (type != 0) {
      fields.add(accessList(in));
    }
    if (type == 3) {
      fields.add(number(in, "maxFeePerBlobGas"));
      fields.add(Rlp.list(in.datas("blobVersionedHashes").stream().map(Rlp::bytes).toList()));
    } else if (type == 4) {
      fields.add(authorizations(in));
    }
    fields.add(type == 0 ? number(in, "v") : parity(in));
    fields.add(number(in, "r"));
    fields.add(number(in, "s"));
    return fields;
  }

  private static byte[] number(HexFields in, String name) {
    return Rlp.number(in.number(name));
  }

  /** Older nodes tell the parity as v. */
  private static byte[] parity(HexFields in) {
    return number(in, in.has("yParity") ? "yParity" : "v");
  }

  private static byte[] accessList(HexFields in) {
    List<byte[]> entries = new ArrayList<>();
    for (HexFields entry : in.objects("accessList")) {
      List<byte[]> keys = entry.datas("storageKeys").stream().map(Rlp::bytes).toList();
      entries.add(Rlp.list(List.of(Rlp.bytes(entry.data("address")), Rlp.list(keys))));
      entry.fault().ifPresent(in::refuse);
    }
    return Rlp.list(entries);
  }

  private static byte[] authorizations(HexFields in) {
    List<byte[]> entries = new ArrayList<>();
    for (HexFields entry : in.objects("authorizationList")) {
      entries.add(
          Rlp.list(
              List.of(
                  number(entry, "chainId"),
                  Rlp.bytes(entry.data("address")),
                  number(entry, "nonce"),
                  parity(entry),
                  number(entry, "r"),
                  number(entry, "s"))));
      entry.fault().ifPresent(in::refuse);
    }
    return Rlp.list(entries);
  }
}
