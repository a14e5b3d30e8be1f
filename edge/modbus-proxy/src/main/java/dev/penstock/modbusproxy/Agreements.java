package dev.penstock.modbusproxy;

import dev.penstock.conduit.Agreement;
import dev.penstock.evidence.record.ByteString;
import java.util.List;
import java.util.Optional;

/**
 * What second persons agreed to. A client of Modbus cannot wait for people: it is refused, and asks
 * again. Any thread; never waits for long.
 *
 * <p>Req: 62443-4-2 CR 2.1 RE(4)
 */
public interface Agreements {
  /** Nobody ever agrees. */
  Agreements NONE =
      new Agreements() {
        @Override
        public void asked(Agreement agreement) {}

        @Override
        public Optional<List<ByteString>> take(Agreement agreement) {
          return Optional.empty();
        }
      };

  /** Somebody asked for what needs two people, and was refused. */
  void asked(Agreement agreement);

  /**
   * Who agreed to this request, which is the same as the one they were shown but for its time. What
   * is answered once is used up.
   */
  Optional<List<ByteString>> take(Agreement agreement);
}
