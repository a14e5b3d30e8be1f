package dev.penstock.modbusproxy;

import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Part;
import dev.penstock.conduit.Request;
import dev.penstock.conduit.Target;
import dev.penstock.conduit.Values;
import dev.penstock.plant.CanonicalForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** docs/modbus-proxy.md read aloud: what the bytes of a PDU ask for. It shares no code. */
final class PlainModbus {
  private final byte[] pdu;
  private final int unit;
  private final long at;

  PlainModbus(byte[] pdu, int unit, long at) {
    this.pdu = pdu;
    this.unit = unit;
    this.at = at;
  }

  List<Request> asked() {
    int first = u16(1);
    return switch (pdu[0]) {
      case 1 -> one(Operation.READ, "coil", first, u16(3));
      case 2 -> one(Operation.READ, "discrete", first, u16(3));
      case 3 -> one(Operation.READ, "holding", first, u16(3));
      case 4 -> one(Operation.READ, "input", first, u16(3));
      case 5 -> one(Operation.WRITE, "coil", first, 1, u16(3) == 0 ? 0 : 1);
      case 6 -> one(Operation.WRITE, "holding", first, 1, u16(3));
      case 15 -> one(Operation.WRITE, "coil", first, u16(3), bits(6, u16(3)));
      case 16 -> one(Operation.WRITE, "holding", first, u16(3), words(6, u16(3)));
      case 17, 43 -> device(Operation.IDENTIFY, Values.NONE);
      case 7, 11, 12 -> device(Operation.DIAGNOSE, Values.NONE);
      case 8 ->
          List.of(1, 3, 4, 10, 20).contains(first)
              ? device(Operation.COMMAND, Values.of(first))
              : device(Operation.DIAGNOSE, Values.NONE);
      case 22 -> masked(first);
      case 23 -> {
        List<Request> both = new ArrayList<>(one(Operation.READ, "holding", first, u16(3)));
        both.addAll(one(Operation.WRITE, "holding", u16(5), u16(7), words(10, u16(7))));
        yield both;
      }
      default -> throw new AssertionError("function " + pdu[0] + " must never pass");
    };
  }

  private List<Request> masked(int register) {
    List<Double> results = new ArrayList<>();
    for (int before = 0; before <= 0xffff; before++) {
      double result = (before & u16(3)) | (u16(5) & ~u16(3) & 0xffff);
      if (!results.contains(result)) {
        results.add(result);
        if (results.size() > 256) {
          Values unread = Values.ofUnread(CanonicalForm.digest(pdu));
          return List.of(
              request(
                  Operation.WRITE,
                  new Part(new Target.Numbers("holding", unit, register, register), unread)));
        }
      }
    }
    double[] values = results.stream().mapToDouble(Double::doubleValue).toArray();
    return one(Operation.WRITE, "holding", register, 1, values);
  }

  private List<Request> device(Operation operation, Values values) {
    return List.of(request(operation, new Part(new Target.Device(), values)));
  }

  private List<Request> one(
      Operation operation, String space, int first, int count, double... values) {
    var target = new Target.Numbers(space, unit, first, first + count - 1);
    return List.of(
        request(operation, new Part(target, values.length == 0 ? Values.NONE : Values.of(values))));
  }

  private Request request(Operation operation, Part part) {
    return new Request(
        "control",
        "treatment",
        "modbus",
        Optional.empty(),
        "127.0.0.1",
        operation,
        OptionalInt.of(pdu[0]),
        List.of(part),
        at);
  }

  private double[] bits(int from, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = pdu[from + i / 8] >> (i % 8) & 1;
    }
    return values;
  }

  private double[] words(int from, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = u16(from + 2 * i);
    }
    return values;
  }

  private int u16(int at) {
    return at + 1 < pdu.length ? ((pdu[at] & 0xff) << 8) | (pdu[at + 1] & 0xff) : 0;
  }
}
