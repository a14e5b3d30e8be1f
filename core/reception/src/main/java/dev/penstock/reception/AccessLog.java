package dev.penstock.reception;

import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.Statement;
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
   * Writes down what somebody stated, for as long as there is a log; as {@link #write} does it,
   * without the other one: who hands it in sees to an access record that says that it came to
   * nothing.
   */
  void write(Statement statement) throws IOException;

  /**
   * Writes down what has happened whatever comes of this: where it throws, the record may become
   * durable later.
   */
  default void note(Access access) throws IOException {
    write(access);
  }
}
