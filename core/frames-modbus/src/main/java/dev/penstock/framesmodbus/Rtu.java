package dev.penstock.framesmodbus;

import dev.penstock.evidence.record.ByteString;
import java.util.Objects;

/**
 * A PDU as RTU frame, between its unit and its check (MODBUS over Serial Line V1.02 §2.5.1).
 *
 * <p>On a line a frame ends where 3.5 characters of silence begin, and {@link #decode} is given
 * what came before. On TCP there is no silence: there the length follows from the function code,
 * with {@link #decodeRequest} and {@link #decodeResponse}.
 *
 * @param unit which device on the line, 1..247; 0 is all of them, 248..255 are reserved (§2.2), and
 *     used all the same
 */
public record Rtu(int unit, ByteString pdu) {
  /** All devices on the line at once: they do it, and none answers (§2.1). */
  public static final int BROADCAST = 0;

  /** Unit, PDU and check (§2.5.1.1). */
  public static final int FRAME_BYTES_MAX = 1 + Limits.PDU_BYTES_MAX + 2;

  /** With a PDU of one byte. */
  static final int FRAME_BYTES_MIN = 4;

  public Rtu {
    Limits.requireU8("unit", unit);
    Limits.requireRange("PDU bytes", pdu.size(), 1, Limits.PDU_BYTES_MAX);
  }

  /** The frame that these bytes are, all of them: what was heard between two silences. */
  public static Decoded<Rtu> decode(byte[] wire, int from, int to) {
    Objects.checkFromToIndex(from, to, wire.length);
    int count = to - from;
    if (count < FRAME_BYTES_MIN || count > FRAME_BYTES_MAX) {
      return new Decoded.Malformed<>(0, "a frame has " + count + " bytes, must have 4..256");
    }
    return checked(wire, from, count);
  }

  /** The request that begins at {@code from}, on a stream without silence. */
  public static Decoded<Rtu> decodeRequest(byte[] wire, int from, int to) {
    Objects.checkFromToIndex(from, to, wire.length);
    if (to - from < FRAME_BYTES_MIN) {
      return new Decoded.Incomplete<>(FRAME_BYTES_MIN);
    }
    return delimited(wire, from, to, RtuLength.ofRequest(wire, from, to));
  }

  /** The answer to a request, as it begins at {@code from} on a stream without silence. */
  public static Decoded<Rtu> decodeResponse(Request request, byte[] wire, int from, int to) {
    Objects.checkFromToIndex(from, to, wire.length);
    if (to - from < FRAME_BYTES_MIN) {
      return new Decoded.Incomplete<>(FRAME_BYTES_MIN);
    }
    int function = wire[from + 1] & 0xff;
    if ((function & 0x7f) != request.function()) {
      return new Decoded.Malformed<>(
          1, "function code " + function + " answers function code " + request.function());
    }
    return delimited(wire, from, to, RtuLength.ofResponse(request, wire, from, to));
  }

  private static Decoded<Rtu> delimited(byte[] wire, int from, int to, RtuLength length) {
    return switch (length) {
      case RtuLength.Known(var bytes) when bytes > FRAME_BYTES_MAX ->
          new Decoded.Malformed<>(2, "a frame would have " + bytes + " bytes, at most 256");
      case RtuLength.Known(var bytes) when bytes > to - from -> new Decoded.Incomplete<>(bytes);
      case RtuLength.Known(var bytes) -> checked(wire, from, bytes);
      case RtuLength.Behind(var bytes) -> new Decoded.Incomplete<>(bytes);
      case RtuLength.Unsaid() -> searched(wire, from, to);
    };
  }

  /**
   * The shortest frame whose check is right. That is how far one gets where a function code does
   * not say how long it is; once in 65,536 times and byte a shorter piece passes for a frame.
   * Nothing is lost by that in a conduit: such a function is not let through anyway, each frame is
   * judged for itself, and what is sent on is made anew.
   */
  private static Decoded<Rtu> searched(byte[] wire, int from, int to) {
    int count = Math.min(to - from, FRAME_BYTES_MAX);
    var crc = new Crc16();
    crc.add(wire[from]);
    for (int length = FRAME_BYTES_MIN; length <= count; length++) {
      crc.add(wire[from + length - 3]);
      if (crc.value() == checkAt(wire, from + length - 2)) {
        return checked(wire, from, length);
      }
    }
    return count < FRAME_BYTES_MAX
        ? new Decoded.Incomplete<>(count + 1)
        : new Decoded.Malformed<>(0, "no check fits among 256 bytes");
  }

  private static Decoded<Rtu> checked(byte[] wire, int from, int length) {
    int end = from + length - 2;
    if (Crc16.of(wire, from, end) != checkAt(wire, end)) {
      return new Decoded.Malformed<>(length - 2, "the check of the frame is wrong");
    }
    var message = new Rtu(wire[from] & 0xff, ByteString.at(wire, from + 1, length - 3));
    return new Decoded.Message<>(message, length);
  }

  /** Its low byte comes first (§2.5.1.2). */
  static int checkAt(byte[] wire, int at) {
    return (wire[at] & 0xff) | ((wire[at + 1] & 0xff) << 8);
  }

  /** The frame as it is sent. */
  public byte[] encode() {
    byte[] wire = new byte[1 + pdu.size() + 2];
    wire[0] = (byte) unit;
    pdu.copyTo(wire, 1);
    int check = Crc16.of(wire, 0, wire.length - 2);
    wire[wire.length - 2] = (byte) check;
    wire[wire.length - 1] = (byte) (check >> 8);
    return wire;
  }
}
