package dev.penstock.driving;

import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Part;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * What a write would ask of a device, as a policy has to see it: that, and not the value that
 * somebody named, is what goes over the wire.
 *
 * <p>Req: 62443-4-2 NDR 5.2
 */
public sealed interface Intended {
  /**
   * One request to the device.
   *
   * @param function the function code of Modbus by which it is asked for; empty in other protocols
   * @param parts as whoever reads the protocol on its way would make them of the request's bytes
   */
  record Asking(Operation operation, OptionalInt function, List<Part> parts) implements Intended {
    public Asking {
      Objects.requireNonNull(function, "function");
      Objects.requireNonNull(operation, "operation");
      parts = List.copyOf(parts);
      if (parts.isEmpty()) {
        throw new IllegalArgumentException("a write of nothing");
      }
    }

    /** One of a protocol without function codes. */
    public Asking(Operation operation, List<Part> parts) {
      this(operation, OptionalInt.empty(), parts);
    }
  }

  /**
   * No request could do it.
   *
   * @param text what is wrong and what may stand there
   */
  record Unfit(String text) implements Intended {
    public Unfit {
      Objects.requireNonNull(text, "text");
    }
  }
}
