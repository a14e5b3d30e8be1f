package dev.penstock.driving;

import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Part;
import java.util.List;
import java.util.Objects;

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
   * @param parts as whoever reads the protocol on its way would make them of the request's bytes
   */
  record Asking(Operation operation, List<Part> parts) implements Intended {
    public Asking {
      Objects.requireNonNull(operation, "operation");
      parts = List.copyOf(parts);
      if (parts.isEmpty()) {
        throw new IllegalArgumentException("a write of nothing");
      }
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
