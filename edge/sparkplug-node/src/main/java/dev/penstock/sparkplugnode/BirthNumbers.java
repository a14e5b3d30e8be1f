package dev.penstock.sparkplugnode;

import java.io.IOException;

/** Numbers of births and deaths (bdSeq), one for each connection, over restarts too. */
@FunctionalInterface
public interface BirthNumbers {
  /** The next, 0..255; no crash brings it again once it was given. */
  int next() throws IOException;
}
