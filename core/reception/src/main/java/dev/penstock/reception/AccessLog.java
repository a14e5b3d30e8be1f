package dev.penstock.reception;

import dev.penstock.evidence.record.Access;
import java.io.IOException;

/** Where it is written down what people did and tried. */
public interface AccessLog {
  /**
   * Writes one record; durable on return. It may wait for the disk. Where it throws, the record is
   * not written later either; where it was being written just then and says that something was
   * done, another one that says that it was not follows it.
   */
  void write(Access access) throws IOException;

  /**
   * Writes down what has happened whatever comes of this: where it throws, the record may become
   * durable later.
   */
  default void note(Access access) throws IOException {
    write(access);
  }
}
