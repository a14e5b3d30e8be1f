package dev.penstock.syslog;

import java.io.IOException;
import java.util.Optional;

/** A socket that senders send to. It is opened, served and shut by one thread, in turns. */
interface Door {
  /** Opens the socket; gives its port. */
  int open() throws IOException;

  /** Hears who comes, until the socket fails or is shut. */
  void serve() throws IOException;

  /** Closes the socket; who was let in stays. Any thread. */
  void shut();

  /** Looks after things; called about once a second by another thread. */
  void tick();

  /** Lets everything that is under way come to its end, soon; the door is shut before. */
  void end();

  /** What the operator should know although it is heard. */
  Optional<String> remark();

  int connections();

  int waiting();
}
