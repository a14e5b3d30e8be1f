package dev.penstock.notices.send;

import dev.penstock.notices.Errand;
import java.io.IOException;

/**
 * One way to tell somebody. A call ends within a time that its maker was given, whatever the other
 * side does. One thread at a time.
 */
public interface NoticeSender {
  /**
   * Sends one message.
   *
   * @throws IOException when it may arrive if it is tried again later; the message says what to
   *     look at and holds no secret
   */
  Sending send(Errand errand) throws IOException, InterruptedException;
}
