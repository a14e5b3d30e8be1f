package dev.penstock.reception;

import dev.penstock.evidence.record.Access;
import java.io.IOException;

/** Where it is written down what people did and tried. */
public interface AccessLog {
  /** Writes one record; durable on return. It may wait for the disk. */
  void write(Access access) throws IOException;
}
