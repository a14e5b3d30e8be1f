package dev.penstock.framesmodbus;

import dev.penstock.evidence.record.ByteString;
import java.util.Objects;

/**
 * A PDU on TCP, behind its MBAP header (MODBUS/TCP V1.0b §3.1.3).
 *
 * @param transactionId the client's number for it, which the answer repeats
 * @param unit which device behind that address; 255 or 0 where there is only the one
 */
public record Mbap(int transactionId, int unit, ByteString pdu) {
  /** Header and PDU. */
  public static final int FRAME_BYTES_MAX = 7 + Limits.PDU_BYTES_MAX;

  /** Up to the length, which counts from the unit on. */
  private static final int COUNTED_FROM = 6;

  public Mbap {
    Limits.requireU16("transactionId", transactionId);
    Limits.requireU8("unit", unit);
    Limits.requireRange("PDU bytes", pdu.size(), 1, Limits.PDU_BYTES_MAX);
  }

  /**
   * The frame that begins at {@code from}. Bytes at and behind {@code to} are not looked at. A
   * header is refused as soon as it can be, so that a peer that speaks something else never has to
   * be waited for.
   */
  public static Decoded<Mbap> decode(byte[] wire, int from, int to) {
    Objects.checkFromToIndex(from, to, wire.length);
    int count = to - from;
    if (count >= 4 && u16(wire, from + 2) != 0) {
      return new Decoded.Malformed<>(
          2, "protocol identifier is " + u16(wire, from + 2) + ", must be 0");
    }
    if (count < COUNTED_FROM) {
      return new Decoded.Incomplete<>(COUNTED_FROM + 2);
    }
    int length = u16(wire, from + 4);
    if (length < 2 || length > 1 + Limits.PDU_BYTES_MAX) {
      return new Decoded.Malformed<>(4, "length is " + length + ", must be 2..254");
    }
    if (count < COUNTED_FROM + length) {
      return new Decoded.Incomplete<>(COUNTED_FROM + length);
    }
    var message =
        new Mbap(u16(wire, from), wire[from + 6] & 0xff, ByteString.at(wire, from + 7, length - 1));
    return new Decoded.Message<>(message, COUNTED_FROM + length);
  }

  /**
   * Whether this one repeats the numbers of a request. Whether it answers what was asked is for
   * {@link ResponseReader} to say.
   */
  public boolean repeats(Mbap request) {
    return transactionId == request.transactionId && unit == request.unit;
  }

  /** The frame as it is sent. */
  public byte[] encode() {
    byte[] wire = new byte[COUNTED_FROM + 1 + pdu.size()];
    wire[0] = (byte) (transactionId >> 8);
    wire[1] = (byte) transactionId;
    wire[4] = (byte) ((pdu.size() + 1) >> 8);
    wire[5] = (byte) (pdu.size() + 1);
    wire[6] = (byte) unit;
    pdu.copyTo(wire, 7);
    return wire;
  }

  private static int u16(byte[] wire, int at) {
    return ((wire[at] & 0xff) << 8) | (wire[at + 1] & 0xff);
  }
}
