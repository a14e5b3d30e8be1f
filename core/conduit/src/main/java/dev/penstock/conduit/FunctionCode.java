package dev.penstock.conduit;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A function code of Modbus to which a rule can be held (MODBUS V1.1b3 §5.1). An operation may be
 * asked for by several codes: writes of one register, of many, of some of its bits.
 *
 * @param code one of those that are known here
 */
public record FunctionCode(int code) implements Comparable<FunctionCode> {
  /** The protocol that has them. */
  public static final String PROTOCOL = "modbus";

  /** All codes are below. */
  static final int CODE_MAX = 43;

  public FunctionCode {
    if (operations(code).isEmpty()) {
      throw new IllegalArgumentException("no function code that is known: " + code);
    }
  }

  /** What is asked for by a code; nothing for one that nobody knows. docs/modbus-proxy.md. */
  public static Set<Operation> operations(int code) {
    return switch (code) {
      case 1, 2, 3, 4, 20, 24 -> Set.of(Operation.READ);
      case 5, 6, 15, 16, 21, 22 -> Set.of(Operation.WRITE);
      case 23 -> Set.of(Operation.READ, Operation.WRITE);
      case 17, 43 -> Set.of(Operation.IDENTIFY);
      case 7, 11, 12 -> Set.of(Operation.DIAGNOSE);
      case 8 -> Set.of(Operation.DIAGNOSE, Operation.COMMAND);
      default -> Set.of();
    };
  }

  /** True for a code that asks for one of these, if for others too. */
  boolean isFor(List<Operation> operations) {
    return operations.stream().anyMatch(operations(code)::contains);
  }

  /** Codes that ask for one of these, as they are written. */
  static String texts(List<Operation> operations) {
    return IntStream.rangeClosed(1, CODE_MAX)
        .filter(code -> operations.stream().anyMatch(operations(code)::contains))
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(", "));
  }

  /** As it is written: {@code 16}. */
  public String text() {
    return Integer.toString(code);
  }

  /** Reads what {@link #text} writes. */
  public static Parsed<FunctionCode> parse(String text) {
    for (int code = 1; code <= CODE_MAX; code++) {
      if (!operations(code).isEmpty() && text.equals(Integer.toString(code))) {
        return new Parsed.Good<>(new FunctionCode(code));
      }
    }
    return new Parsed.Bad<>(
        new Fault(
            "'" + Words.shown(text) + "' is no function code that is known",
            texts(Arrays.asList(Operation.values())),
            "the table in docs/modbus-proxy.md says what each does"));
  }

  @Override
  public int compareTo(FunctionCode other) {
    return Integer.compare(code, other.code);
  }
}
