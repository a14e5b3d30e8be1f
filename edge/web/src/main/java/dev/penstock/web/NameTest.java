package dev.penstock.web;

import dev.penstock.passkeys.HostVerdict;

/** Tests whether passkeys will work under a host name, for whoever sets the node up. */
@FunctionalInterface
public interface NameTest {
  /**
   * What came of it. May take some seconds, for a name is looked up.
   *
   * @param typed as somebody typed it, 256 characters at most
   */
  HostVerdict test(String typed) throws InterruptedException;
}
