package dev.penstock.evm;

import dev.penstock.merkle.Digest;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * A transaction that anchors a statement, before it is signed: of type 2 (EIP-1559), with value 0
 * and {@link AnchorData}. Fees are in wei for each unit of gas.
 *
 * @param feePerGas most that may be paid, the priority fee included
 */
public record AnchorTransaction(
    long chainId,
    long nonce,
    long priorityFeePerGas,
    long feePerGas,
    long gasLimit,
    Address to,
    Digest statement) {
  private static final byte TYPE = 0x02;

  public AnchorTransaction {
    if (chainId < 1 || nonce < 0 || gasLimit < 1) {
      throw new IllegalArgumentException(
          "chain id %d, nonce %d, gas limit %d".formatted(chainId, nonce, gasLimit));
    }
    if (priorityFeePerGas < 0 || priorityFeePerGas > feePerGas) {
      throw new IllegalArgumentException(
          "priority fee %d must be in 0..%d, the whole fee"
              .formatted(priorityFeePerGas, feePerGas));
    }
  }

  /** What the sender signs. */
  public Keccak signingHash() {
    return Keccak.over(encode(fields()));
  }

  /**
   * The signed transaction, as it is sent and as its block holds it.
   *
   * @param yParity 1 when the y coordinate of the signature's point is odd
   */
  public byte[] signed(int yParity, BigInteger r, BigInteger s) {
    if (yParity != 0 && yParity != 1) {
      throw new IllegalArgumentException("y parity is " + yParity + ", must be 0 or 1");
    }
    List<byte[]> fields = fields();
    fields.add(Rlp.number(yParity));
    fields.add(Rlp.number(r));
    fields.add(Rlp.number(s));
    return encode(fields);
  }

  private List<byte[]> fields() {
    List<byte[]> fields = new ArrayList<>();
    fields.add(Rlp.number(chainId));
    fields.add(Rlp.number(nonce));
    fields.add(Rlp.number(priorityFeePerGas));
    fields.add(Rlp.number(feePerGas));
    fields.add(Rlp.number(gasLimit));
    fields.add(Rlp.bytes(to.bytes()));
    fields.add(Rlp.number(0));
    fields.add(Rlp.bytes(AnchorData.of(statement)));
    fields.add(Rlp.list(List.of())); // access list
    return fields;
  }

  private static byte[] encode(List<byte[]> fields) {
    var raw = new ByteArrayOutputStream();
    raw.write(TYPE);
    raw.writeBytes(Rlp.list(fields));
    return raw.toByteArray();
  }
}
