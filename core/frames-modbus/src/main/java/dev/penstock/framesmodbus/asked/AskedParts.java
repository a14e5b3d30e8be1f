package dev.penstock.framesmodbus.asked;

import dev.penstock.conduit.FunctionCode;
import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Part;
import dev.penstock.conduit.Target;
import dev.penstock.conduit.Values;
import dev.penstock.framesmodbus.Bits;
import dev.penstock.framesmodbus.OperationClass;
import dev.penstock.framesmodbus.Request;
import dev.penstock.framesmodbus.Table;
import dev.penstock.framesmodbus.Words;
import dev.penstock.merkle.Digest;
import dev.penstock.plant.CanonicalForm;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What a request of Modbus asks for, in the words of policies: docs/modbus-proxy.md has the table.
 * A request that others send through the proxy and one that the node makes of a command are judged
 * by the same parts, so that one rule means the same for both.
 *
 * <p>Req: 62443-4-2 NDR 5.2
 */
public final class AskedParts {
  /** Records of a file (MODBUS V1.1b3 §6.14), of which each has the numbers 0..9999. */
  private static final long FILE_RECORDS = 10_000;

  /** Bits of a masked register that stay as they are: 256 results are named one by one. */
  private static final int KEPT_BITS_MAX = 8;

  private final int unit;

  private AskedParts(int unit) {
    this.unit = unit;
  }

  /** The parts of a request to a unit, by what it does to them; what only looks comes first. */
  public static Map<Operation, List<Part>> of(int unit, Request request) {
    var by = new AskedParts(unit);
    Map<Operation, List<Part>> parts = new EnumMap<>(Operation.class);
    for (var each : dev.penstock.framesmodbus.Operation.of(request)) {
      parts.computeIfAbsent(word(each.operationClass()), _ -> new ArrayList<>()).add(by.part(each));
    }
    return parts;
  }

  /**
   * The function code by which objects are read one after the other; empty where there is none, and
   * for another protocol. A driver that reads them asks by no other.
   */
  public static OptionalInt functionOfReading(String protocol, Target target) {
    if (!protocol.equals(FunctionCode.PROTOCOL)
        || !(target instanceof Target.Numbers(var space, _, _, _))) {
      return OptionalInt.empty();
    }
    for (Table table : Table.values()) {
      if (space(table).equals(space)) {
        return OptionalInt.of(table.readFunction());
      }
    }
    return OptionalInt.empty();
  }

  /** What stands for bytes that are no numbers. */
  public static Values unread(byte[] bytes) {
    return Values.ofUnread(digest(bytes));
  }

  private static Operation word(OperationClass of) {
    return switch (of) {
      case READ, READ_FILE -> Operation.READ;
      case WRITE, WRITE_FILE -> Operation.WRITE;
      case IDENTIFY -> Operation.IDENTIFY;
      case DIAGNOSE -> Operation.DIAGNOSE;
      case CONTROL -> Operation.COMMAND;
      case UNKNOWN -> Operation.UNKNOWN;
    };
  }

  private Part part(dev.penstock.framesmodbus.Operation operation) {
    return switch (operation) {
      case dev.penstock.framesmodbus.Operation.Read(var table, var first, var last) ->
          Part.of(new Target.Numbers(space(table), unit, first, last));
      case dev.penstock.framesmodbus.Operation.WriteCoils write ->
          new Part(
              new Target.Numbers(space(Table.COILS), unit, write.first(), write.last()),
              values(write.values()));
      case dev.penstock.framesmodbus.Operation.WriteRegisters write ->
          new Part(
              new Target.Numbers(space(Table.HOLDING_REGISTERS), unit, write.first(), write.last()),
              values(write.values()));
      case dev.penstock.framesmodbus.Operation.MaskRegister mask ->
          new Part(
              new Target.Numbers(
                  space(Table.HOLDING_REGISTERS), unit, mask.address(), mask.address()),
              results(mask));
      case dev.penstock.framesmodbus.Operation.ReadFile(var file, var first, var last) ->
          Part.of(records(file, first, last));
      case dev.penstock.framesmodbus.Operation.WriteFile write ->
          new Part(records(write.file(), write.first(), write.last()), values(write.values()));
      case dev.penstock.framesmodbus.Operation.Identify _ -> Part.of(new Target.Device());
      case dev.penstock.framesmodbus.Operation.Diagnose(_, var subFunction, var kind) ->
          kind == OperationClass.CONTROL
              ? new Part(new Target.Device(), Values.of(subFunction))
              : Part.of(new Target.Device());
      case dev.penstock.framesmodbus.Operation.Unknown _ -> Part.of(new Target.Device());
    };
  }

  /** The words that addresses of points have, too (docs/modbus.md). */
  private static String space(Table table) {
    return switch (table) {
      case COILS -> "coil";
      case DISCRETE_INPUTS -> "discrete";
      case HOLDING_REGISTERS -> "holding";
      case INPUT_REGISTERS -> "input";
    };
  }

  private Target records(int file, int first, int last) {
    long zero = file * FILE_RECORDS;
    return new Target.Numbers("file", unit, zero + first, zero + last);
  }

  private static Values values(Bits bits) {
    double[] values = new double[bits.count()];
    for (int i = 0; i < values.length; i++) {
      values[i] = bits.at(i) ? 1 : 0;
    }
    return Values.of(values);
  }

  private static Values values(Words words) {
    double[] values = new double[words.count()];
    for (int i = 0; i < values.length; i++) {
      values[i] = words.at(i);
    }
    return Values.of(values);
  }

  /**
   * Each value that a masked write can leave. The least and the greatest would not do: between them
   * may lie one that a rule forbids. Where there are too many they count as not read.
   */
  private static Values results(dev.penstock.framesmodbus.Operation.MaskRegister mask) {
    int kept = mask.andMask();
    if (Integer.bitCount(kept) > KEPT_BITS_MAX) {
      return unread(
          new byte[] {
            (byte) (mask.andMask() >> 8), (byte) mask.andMask(),
            (byte) (mask.orMask() >> 8), (byte) mask.orMask()
          });
    }
    double[] values = new double[1 << Integer.bitCount(kept)];
    int bits = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = mask.leastValue() | bits;
      // The next of the subsets of the bits that are kept.
      bits = (bits - kept) & kept;
    }
    return Values.of(values);
  }

  private static Digest digest(byte[] bytes) {
    return CanonicalForm.digest(bytes);
  }
}
